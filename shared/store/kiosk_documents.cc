// KioskStore: what the organisation says, as the feed brought it.
#include "shared/store/kiosk_store.h"
#include "shared/wire/document.h"

namespace foyer::store {
namespace {

// A tablet that may know nobody any more still shows its forms.
bool is_about_people(domain::DocumentKind kind) {
  switch (kind) {
    case domain::DocumentKind::settings:
    case domain::DocumentKind::site:
    case domain::DocumentKind::reason:
    case domain::DocumentKind::resource:
    case domain::DocumentKind::text: return false;
    case domain::DocumentKind::host:
    case domain::DocumentKind::staff:
    case domain::DocumentKind::booking:
    case domain::DocumentKind::pass:
    case domain::DocumentKind::event: return true;
  }
  return true;
}

}  // namespace

Result<void> KioskStore::each_document(domain::DocumentKind kind,
                                       const std::function<void(const Uuid&, domain::DocumentBody)>& use) {
  const auto hidden = is_hidden();
  if (!hidden) return hidden.error();
  if (*hidden && is_about_people(kind)) return {};
  auto find = db_.prepare("SELECT id, d FROM s_document WHERE kind = ? ORDER BY id");
  find.bind(domain::document_kind_name(kind));
  while (find.next()) {
    auto parsed = wire::parse_document(kind, find.text(1));
    if (parsed) use(find.id(0), std::move(parsed->body));
  }
  return find.end();
}

}  // namespace foyer::store
