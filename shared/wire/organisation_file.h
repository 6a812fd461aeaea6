// The file of `foyer-server apply`: what the operator says about the organisation, as one JSON object of sections.
//   {"settings":{…},"sites":[{"id":"hq",…},…],"reasons":[…],"hosts":[…],"staff":[…],"resources":[…],"bookings":[…],
//    "passes":[…],"events":[…],"texts":[…]}
// assets/organisation.md describes every member. A section that is there names everything of its kind; one that is
// missing is left as it is at the centre. `id` is the operator's own name for a thing; references are such names.
// Reading finds every problem, not only the first, and says where it is; no message holds a value of the file (it may
// be a PIN or somebody's address). Values and pure functions; any thread; no input makes them throw.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/id.h"
#include "shared/domain/organisation.h"
#include "shared/wire/document.h"

namespace foyer::wire {

inline constexpr std::size_t kOrganisationFileBytesMax = std::size_t{4} * 1024 * 1024;  // 10,000 hosts and their texts

struct FileProblem {
  int line = 0;
  std::string path;  // "hosts[2].email"; empty: the file as a whole
  std::string what;  // what is wrong and what to write

  bool operator==(const FileProblem&) const = default;
};

// Where a value stands, for problems that show only beside what the centre has.
struct FilePlace {
  int line = 0;
  std::string path;
};

struct FileDocument {
  Uuid id;
  std::string name;  // the operator's
  domain::DocumentBody body;
  FilePlace place;
  std::vector<std::pair<FilePlace, DocumentReference>> references;
  std::vector<std::pair<FilePlace, std::string>> codes;
  std::string pin;  // of staff, as written; to be hashed and wiped
};

struct OrganisationFile {
  std::map<domain::DocumentKind, FilePlace> sections;  // those that are there
  std::vector<FileDocument> documents;
  std::vector<FileProblem> problems;  // by line; none: everything else is good
};

// `org` makes the ids.
OrganisationFile parse_organisation_file(std::string_view text, const Uuid& org);

// "hosts"
const char* section_name(domain::DocumentKind kind);

// "line 12: hosts[2].email: write …"
std::string to_text(const FileProblem& problem);

}  // namespace foyer::wire
