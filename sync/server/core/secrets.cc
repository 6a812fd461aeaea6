#include "sync/server/core/secrets.h"

#include <sodium.h>

#include <algorithm>
#include <span>

#include "sync/protocol/limits.h"

namespace foyer::server {
namespace {

constexpr std::string_view kCodeLetters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
static_assert(kCodeLetters.size() == 32);

// Length before text, so that no two different lists of parts are the same bytes.
class KeyedHash {
 public:
  explicit KeyedHash(const MacKey& key) { crypto_generichash_init(&state_, key.data(), key.size(), sizeof(Mac)); }

  KeyedHash& number(std::int64_t value) {
    std::array<std::uint8_t, 8> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      bytes[i] = static_cast<std::uint8_t>(static_cast<std::uint64_t>(value) >> (8 * i));
    }
    crypto_generichash_update(&state_, bytes.data(), bytes.size());
    return *this;
  }
  KeyedHash& text(std::string_view value) {
    number(static_cast<std::int64_t>(value.size()));
    crypto_generichash_update(&state_, reinterpret_cast<const unsigned char*>(value.data()), value.size());
    return *this;
  }
  KeyedHash& maybe(const std::optional<std::string>& value) { return value ? text(*value) : number(-1); }
  KeyedHash& id(const Uuid& value) {
    crypto_generichash_update(&state_, value.bytes().data(), value.bytes().size());
    return *this;
  }
  KeyedHash& id(const std::optional<Uuid>& value) { return value ? number(1).id(*value) : number(0); }
  KeyedHash& writes(const domain::FieldWrites& writes) {
    number(static_cast<std::int64_t>(writes.set.size()));
    for (const auto& [name, value] : writes.set) text(name).text(value);
    number(static_cast<std::int64_t>(writes.clear.size()));
    for (const auto& name : writes.clear) text(name);
    return *this;
  }
  Mac finish() {
    Mac mac{};
    crypto_generichash_final(&state_, mac.data(), mac.size());
    return mac;
  }

 private:
  crypto_generichash_state state_{};
};

void hash_body(KeyedHash& hash, const domain::OpBody& body) {
  hash.number(static_cast<std::int64_t>(body.index()));
  if (const auto* check_in = std::get_if<domain::CheckIn>(&body)) {
    hash.id(check_in->cid).maybe(check_in->email).writes(check_in->fields);
    hash.id(check_in->visit.id).number(static_cast<std::int64_t>(check_in->visit.reason));
    hash.maybe(check_in->visit.host).id(check_in->visit.pass);
    if (check_in->visit.host_id) hash.id(*check_in->visit.host_id);  // absent before hosts were known
  } else if (const auto* edit = std::get_if<domain::ContactEdit>(&body)) {
    hash.id(edit->cid).maybe(edit->email).writes(edit->fields);
  } else if (const auto* check_out = std::get_if<domain::CheckOut>(&body)) {
    hash.id(check_out->visit_id).maybe(check_out->email);
  } else if (const auto* undo = std::get_if<domain::VoidVisit>(&body)) {
    hash.id(undo->visit_id);
  } else if (const auto* reopen = std::get_if<domain::Reopen>(&body)) {
    hash.id(reopen->visit_id).id(reopen->check_out);
  } else if (const auto* consent = std::get_if<domain::Consent>(&body)) {
    hash.id(consent->cid).maybe(consent->email).text(consent->kind).number(consent->given ? 1 : 0);
    hash.text(consent->wording);
  } else if (const auto* agreement = std::get_if<domain::Agreement>(&body)) {
    hash.id(agreement->cid).maybe(agreement->email).text(agreement->kind).text(agreement->wording);
    hash.text(agreement->signature);
  } else if (const auto* unknown = std::get_if<domain::UnknownBody>(&body)) {
    hash.text(unknown->json);
  }
}

}  // namespace

Result<void> secrets_open() {
  if (sodium_init() < 0) return Error{Fault::corrupt, "libsodium does not start"};
  return {};
}

MacKey random_key(Random& random) {
  MacKey key{};
  random.fill(key);
  return key;
}

Nonce random_nonce(Random& random) {
  Nonce nonce{};
  random.fill(nonce);
  return nonce;
}

std::string random_token(Random& random) {
  MacKey bytes = random_key(random);
  std::string token = hex(bytes);
  sodium_memzero(bytes.data(), bytes.size());
  return token;
}

Mac sha256(std::string_view bytes) {
  Mac digest{};
  crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  return digest;
}

Mac token_mac(std::string_view token) { return sha256(token); }

bool equal_in_constant_time(const Mac& a, const Mac& b) { return sodium_memcmp(a.data(), b.data(), a.size()) == 0; }

std::string random_code(Random& random) {
  std::string code;
  for (int i = 0; i < protocol::kEnrolCodeLength; ++i) {
    code.push_back(kCodeLetters[static_cast<std::size_t>(random.below(kCodeLetters.size()))]);
  }
  return code;
}

std::string normal_code(std::string_view typed) {
  std::string code;
  for (const char c : typed) {
    if (c == ' ' || c == '-' || c == '\t' || c == '\r' || c == '\n') continue;
    code.push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
  }
  return code;
}

// A tablet checks PINs as well, beside a kiosk: 19 MiB and two passes, the least that OWASP's cheat sheet asks for.
constexpr unsigned long long kPinPasses = 2;
constexpr std::size_t kPinMemory = std::size_t{19} * 1024 * 1024;

Result<std::string> pin_hash(std::string_view pin) {
  std::array<char, crypto_pwhash_STRBYTES> out{};
  if (crypto_pwhash_str_alg(out.data(), pin.data(), pin.size(), kPinPasses, kPinMemory, crypto_pwhash_ALG_ARGON2ID13) !=
      0) {
    return Error{Fault::full, "no memory to hash a PIN"};
  }
  return std::string(out.data());
}

bool is_pin_of(std::string_view pin, const std::string& hash) {
  return crypto_pwhash_str_verify(hash.c_str(), pin.data(), pin.size()) == 0;
}

Mac keyed_mac(const MacKey& key, std::string_view text) { return KeyedHash(key).text(text).finish(); }

Mac body_mac(const MacKey& key, const domain::Op& op) {
  KeyedHash hash(key);
  hash.id(op.id).id(op.chain).text(op.type).number(op.v);
  hash.id(op.at.boot).number(op.at.mono_ms).number(op.at.wall_ms);
  hash_body(hash, op.body);
  return hash.finish();
}

Mac tablet_mac(const Mac& token_mac, std::string_view text) {
  static_assert(crypto_auth_hmacsha256_BYTES == sizeof(Mac) && crypto_auth_hmacsha256_KEYBYTES == sizeof(Mac));
  Mac mac{};
  crypto_auth_hmacsha256(mac.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                         token_mac.data());
  return mac;
}

Uuid derived_uuid(const Uuid& a, const Uuid& b) {
  std::array<std::uint8_t, 32> input{};
  std::copy(a.bytes().begin(), a.bytes().end(), input.begin());
  std::copy(b.bytes().begin(), b.bytes().end(), input.begin() + 16);
  std::array<std::uint8_t, 16> out{};
  crypto_generichash(out.data(), out.size(), input.data(), input.size(), nullptr, 0);
  out[6] = static_cast<std::uint8_t>((out[6] & 0x0F) | 0x80);
  out[8] = static_cast<std::uint8_t>((out[8] & 0x3F) | 0x80);
  return Uuid(out);
}

std::string hex(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const std::uint8_t byte : bytes) {
    text.push_back(kDigits[byte >> 4]);
    text.push_back(kDigits[byte & 0x0F]);
  }
  return text;
}

std::optional<Nonce> parse_nonce(std::string_view text) {
  Nonce nonce{};
  if (text.size() != nonce.size() * 2) return std::nullopt;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    int digit = 0;
    if (c >= '0' && c <= '9') {
      digit = c - '0';
    } else if (c >= 'a' && c <= 'f') {
      digit = c - 'a' + 10;
    } else {
      return std::nullopt;
    }
    nonce[i / 2] = static_cast<std::uint8_t>((nonce[i / 2] << 4) | digit);
  }
  return nonce;
}

}  // namespace foyer::server
