#include "shared/domain/organisation.h"

#include <array>
#include <utility>

#include "shared/base/text.h"

namespace foyer::domain {
namespace {

constexpr std::array<const char*, kDocumentKinds> kKindNames = {"settings", "site",    "reason", "host",  "staff",
                                                                "resource", "booking", "pass",   "event", "text"};

template <std::size_t... I>
DocumentBody make_body(std::size_t index, std::index_sequence<I...>) {
  DocumentBody body;
  static_cast<void>(((I == index && (body.emplace<I>(), true)) || ...));
  return body;
}

}  // namespace

const char* document_kind_name(DocumentKind kind) { return kKindNames.at(static_cast<std::size_t>(kind)); }

std::optional<DocumentKind> parse_document_kind(std::string_view name) {
  for (std::size_t i = 0; i < kKindNames.size(); ++i) {
    if (name == kKindNames.at(i)) return static_cast<DocumentKind>(i);
  }
  return std::nullopt;
}

DocumentKind kind_of(const DocumentBody& body) { return static_cast<DocumentKind>(body.index()); }

DocumentBody body_of(DocumentKind kind) {
  return make_body(static_cast<std::size_t>(kind), std::make_index_sequence<kDocumentKinds>());
}

Uuid document_id(const Uuid& org, DocumentKind kind, std::string_view name) {
  return named_uuid(org, std::string(document_kind_name(kind)) + "/" + std::string(name));
}

std::optional<Uuid> host_named(const std::vector<NamedHost>& hosts, std::string_view typed) {
  const std::string wanted = folded(collapsed(typed));
  if (wanted.empty()) return std::nullopt;
  std::optional<Uuid> found;
  for (const NamedHost& one : hosts) {
    if (!one.host.is_active || folded(collapsed(one.host.name)) != wanted) continue;
    if (found) return std::nullopt;
    found = one.id;
  }
  return found;
}

}  // namespace foyer::domain
