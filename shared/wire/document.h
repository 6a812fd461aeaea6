// Documents of the organisation as JSON: as the centre keeps them and as its feed carries them to tablets.
//   {"k":KIND,"id":UUID,"seq":N,"d":{…}}      a document: the members of document_members.h that tablets hear
//   {"k":KIND,"id":UUID,"seq":N,"d":{"deleted":true}}      it is gone
// Instants are milliseconds since 1970, references are ids. Unknown members are skipped here and stay in the row's own
// text. Values and pure functions; any thread; no input makes them throw.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/domain/organisation.h"
#include "shared/wire/rows.h"

namespace foyer::wire {

// With JSON's escapes and the row's envelope still well below kRowBytesMax.
inline constexpr std::size_t kDocumentBytesMax = std::size_t{128} * 1024;

enum class Audience { centre, tablets };
std::string to_json(const domain::DocumentBody& body, Audience audience);

struct DocumentReference {
  domain::DocumentKind kind = domain::DocumentKind::site;
  Uuid id;

  bool operator==(const DocumentReference&) const = default;
};

struct ParsedDocument {
  domain::DocumentBody body;
  std::vector<DocumentReference> references;
  std::vector<std::string> codes;
};
// Fault::invalid with the member and what is wrong with it.
Result<ParsedDocument> parse_document(domain::DocumentKind kind, std::string_view json);

// What tablets hear of a document that the centre keeps as `json`.
Result<std::string> document_for_tablets(domain::DocumentKind kind, std::string_view json);

struct DocumentRow {
  domain::DocumentKind kind = domain::DocumentKind::settings;
  Uuid id;
  bool is_deleted = false;
};
// Whether it is a row of one of these kinds; its body is for parse_document(). Fault::invalid as for other rows.
Result<DocumentRow> parse_document_row(const FeedRow& row);
// `d` as document_for_tablets() makes it; empty: it is gone.
FeedRow document_row(domain::DocumentKind kind, const Uuid& id, std::string d, std::int64_t seq);

}  // namespace foyer::wire
