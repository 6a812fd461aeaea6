// KioskStore: what the organisation says, as the feed brought it.
#include "shared/store/kiosk_store.h"
#include "shared/wire/document.h"

namespace foyer::store {

Result<void> KioskStore::each_document(domain::DocumentKind kind,
                                       const std::function<void(const Uuid&, domain::DocumentBody)>& use) {
  if (auto fine = ready(); !fine) return fine;
  auto find = db_.prepare("SELECT id, d FROM s_document WHERE kind = ? ORDER BY id");
  find.bind(domain::document_kind_name(kind));
  while (find.next()) {
    auto parsed = wire::parse_document(kind, find.text(1));
    if (parsed) use(find.id(0), std::move(parsed->body));
  }
  return find.end();
}

}  // namespace foyer::store
