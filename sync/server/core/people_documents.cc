#include "sync/server/core/people_documents.h"

#include <utility>
#include <variant>

#include "shared/domain/email.h"
#include "shared/wire/document.h"

namespace foyer::server {
namespace {

using IsTheirs = std::function<bool(const std::string& email_key)>;

bool names_people(domain::DocumentKind kind) {
  return kind == domain::DocumentKind::booking || kind == domain::DocumentKind::pass ||
         kind == domain::DocumentKind::event;
}

bool is_of(const std::optional<std::string>& typed, const IsTheirs& is_theirs) {
  if (!typed) return false;
  const auto email = domain::parse_email(*typed);
  return email && is_theirs(email->key);
}

// Each says whether there was anything to take out.
struct TakeOut {
  const IsTheirs& is_theirs;

  bool operator()(domain::Booking& booking) const {
    if (!is_of(booking.email, is_theirs)) return false;
    booking.name.clear();
    booking.email.reset();
    booking.code.reset();
    return true;
  }
  bool operator()(domain::DropInPass& pass) const {
    if (!is_of(pass.email, is_theirs)) return false;
    pass.name.reset();
    pass.email.clear();
    pass.code.reset();
    return true;
  }
  bool operator()(domain::Event& event) const {
    return std::erase_if(event.guests, [&](const domain::Guest& guest) { return is_of(guest.email, is_theirs); }) > 0;
  }
  bool operator()(auto&) const { return false; }
};

}  // namespace

Result<void> load_people_documents(ServerStore& store, Snapshot& snapshot) {
  auto all = store.documents();
  if (!all) return all.error();
  for (StoredDocument& document : *all) {
    if (names_people(document.kind)) snapshot.documents[document.id] = std::move(document);
  }
  return {};
}

std::optional<StoredDocument> without_person(const StoredDocument& document, const IsTheirs& is_theirs) {
  if (document.is_deleted() || !names_people(document.kind)) return std::nullopt;
  auto parsed = wire::parse_document(document.kind, document.body);
  if (!parsed || !std::visit(TakeOut{is_theirs}, parsed->body)) return std::nullopt;
  return StoredDocument{document.id, document.kind, document.name, wire::to_json(parsed->body, wire::Audience::centre)};
}

}  // namespace foyer::server
