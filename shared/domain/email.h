// The one email normaliser (rules I-01..I-03, key version 1). The key identifies a person inside an organisation; the
// same code makes it on the tablet, at the centre and in every importer, and the centre recomputes it and never trusts
// a tablet's. When in doubt it splits: a wrong merge shows one person's data to another. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "shared/base/result.h"

namespace foyer::domain {

inline constexpr int kEmailKeyVersion = 1;
inline constexpr std::size_t kEmailLocalBytesMax = 64;
inline constexpr std::size_t kEmailBytesMax = 254;

struct Email {
  std::string display;  // as typed, without white space and invisible characters at the ends; used for mail and display
  std::string key;      // the identity

  bool operator==(const Email&) const = default;
};

// Fault::invalid with a `detail` that names the broken rule and never the address. The rules, in order:
//  1. valid UTF-8, no control characters  2. white space and invisible characters trimmed at the ends, invalid inside
//  3. NFC, invalid when NFC makes ASCII out of a non-ASCII code point  4. split at the last '@'; a second '@' is
//  invalid; local part 1-64 octets, total <= 254  5. domain by UTS-46 non-transitional ToASCII with STD3 rules,
//  lower-case A-labels, one trailing dot dropped, at least one dot left  6. local part: only A-Z folded  7. '+tag' and
//  dots kept
//  8. quoted local parts refused
Result<Email> parse_email(std::string_view typed);

// For a list of possible duplicates only, never identity: the key in lower case without '+tag', and without dots in the
// local part at gmail.com and googlemail.com. `key` is one that parse_email() made.
std::string soft_email_key(std::string_view key);

}  // namespace foyer::domain
