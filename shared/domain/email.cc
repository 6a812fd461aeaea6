#include "shared/domain/email.h"

#include <idn2.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "shared/base/text.h"

namespace foyer::domain {
namespace {

Error broken(const char* rule) { return Error{Fault::invalid, std::string("email: ") + rule}; }

char ascii_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// True when NFC turns a non-ASCII code point into ASCII. There are exactly three such characters (checked against the
// Unicode tables): KELVIN SIGN, GREEK QUESTION MARK and GREEK VARIA.
bool becomes_ascii(char32_t c) { return c == 0x212A || c == 0x037E || c == 0x1FEF; }

// UTS-46 non-transitional ToASCII; lower-case A-labels. Nothing when the domain is not acceptable. The STD3 rules are
// check_domain()'s: asked for them, libidn2 drops the forbidden characters ("x_y.com" becomes "xy.com"), which would
// make two people one.
std::optional<std::string> to_a_labels(const std::string& domain) {
  char* out = nullptr;
  const int rc = idn2_to_ascii_8z(domain.c_str(), &out, IDN2_NONTRANSITIONAL | IDN2_NFC_INPUT);
  const std::unique_ptr<char, decltype(&idn2_free)> owned(out, &idn2_free);
  if (rc != IDN2_OK || out == nullptr) return std::nullopt;
  std::string labels = out;
  for (char& c : labels) c = ascii_lower(c);
  return labels;
}

// Whether A-labels of the name are the name in small letters, whatever check_domain() thinks of it then: letters,
// digits, hyphens and dots, and no label that could be an A-label or is reserved like one ("--" behind two characters).
bool is_plain(std::string_view domain) {
  constexpr std::size_t kPlainBytesMax = 200;  // below any limit of the long way
  if (domain.size() > kPlainBytesMax) return false;
  std::size_t label = 0;
  for (std::size_t i = 0; i < domain.size(); ++i) {
    const char c = ascii_lower(domain[i]);
    if (c == '.') {
      label = i + 1;
    } else if (c == '-') {
      if (i == label + 3 && domain[i - 1] == '-') return false;
    } else if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) {
      return false;
    }
  }
  return true;
}

// Letters, digits and hyphens, none of them at an end of a label; no empty label; at least one dot.
Result<void> check_domain(std::string_view domain) {
  if (domain.find('.') == std::string_view::npos) return broken("the domain needs a dot");
  for (std::size_t from = 0; from <= domain.size();) {
    const std::size_t dot = std::min(domain.find('.', from), domain.size());
    const std::string_view label = domain.substr(from, dot - from);
    from = dot + 1;
    if (label.empty()) return broken("the domain has an empty label");
    if (label.size() > 63 || label.front() == '-' || label.back() == '-') {
      return broken("the domain is not a host name");
    }
    for (const char c : label) {
      if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')) {
        return broken("the domain is not a host name");
      }
    }
  }
  return {};
}

Result<std::string> domain_key(std::string_view typed) {
  std::string domain(typed);
  for (const char c : domain) {
    if (c == '\0') return broken("has a control character");
  }
  if (is_plain(domain)) {
    for (char& c : domain) c = ascii_lower(c);
  } else {
    auto labels = to_a_labels(domain);
    if (!labels) return broken("the domain is not a host name");
    domain = std::move(*labels);
  }
  if (!domain.empty() && domain.back() == '.') domain.pop_back();
  if (auto fine = check_domain(domain); !fine) return fine.error();
  return domain;
}

// Rules 1 to 3: the address in NFC without noise at its ends.
Result<std::string> normal_form(const std::string& display) {
  const auto points = decode_utf8(display);
  if (!points) return broken("not valid UTF-8");
  for (const char32_t c : *points) {
    if (is_control(c)) return broken("has a control character");
    if (is_white_space(c) || is_invisible(c)) return broken("has a space or an invisible character inside");
    if (becomes_ascii(c)) return broken("has a character that only looks like ASCII");
  }
  auto normal = nfc(display);
  if (!normal) return broken("not valid UTF-8");
  return *normal;
}

}  // namespace

Result<Email> parse_email(std::string_view typed) {
  if (typed.size() > 4 * kEmailBytesMax) return broken("too long");
  const auto all = decode_utf8(typed);
  if (!all) return broken("not valid UTF-8");
  Email email;
  email.display = trimmed(typed);
  if (email.display.empty()) return broken("empty");
  auto normal = normal_form(email.display);
  if (!normal) return normal.error();

  const std::size_t at = normal->rfind('@');
  if (at == std::string::npos) return broken("has no @");
  std::string local = normal->substr(0, at);
  if (local.find('@') != std::string::npos) return broken("has more than one @");
  if (local.empty()) return broken("nothing before the @");
  if (local.size() > kEmailLocalBytesMax) return broken("too long before the @");
  if (normal->size() > kEmailBytesMax) return broken("too long");
  if (local.front() == '"') return broken("quoted addresses are not accepted");

  auto domain = domain_key(std::string_view(*normal).substr(at + 1));
  if (!domain) return domain.error();
  for (char& c : local) c = ascii_lower(c);
  email.key = local + "@" + *domain;
  if (email.key.size() > kEmailBytesMax) return broken("too long");
  return email;
}

std::string soft_email_key(std::string_view key) {
  const std::size_t at = key.rfind('@');
  if (at == std::string_view::npos) return std::string(key);
  const std::string_view domain = key.substr(at + 1);
  std::string local(key.substr(0, at));
  if (const std::size_t plus = local.find('+'); plus != std::string::npos && plus > 0) local.resize(plus);
  if (domain == "gmail.com" || domain == "googlemail.com") std::erase(local, '.');
  return local + "@" + std::string(domain);
}

}  // namespace foyer::domain
