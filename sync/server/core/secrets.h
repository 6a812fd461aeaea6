// Everything keyed, hashed or random at the centre: tablet tokens, enrolment codes, body and address hashes, nonces.
// Uses libsodium; call secrets_open() once before anything else. Any thread; hashing does not fail.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "shared/base/id.h"
#include "shared/base/random.h"
#include "shared/base/result.h"
#include "shared/domain/op.h"
#include "sync/server/core/records.h"

namespace foyer::server {

using MacKey = std::array<std::uint8_t, 32>;

Result<void> secrets_open();

MacKey random_key(Random& random);
Nonce random_nonce(Random& random);

// 64 hexadecimal digits from 32 random bytes.
std::string random_token(Random& random);
Mac sha256(std::string_view bytes);
// SHA-256 of the token: it has 256 bits of its own, so it needs neither salt nor slowness.
Mac token_mac(std::string_view token);
bool equal_in_constant_time(const Mac& a, const Mac& b);

// kEnrolCodeLength characters without 0, 1, I and O, so that they can be read aloud.
std::string random_code(Random& random);
// What the code means however it was typed: upper case, without spaces and hyphens.
std::string normal_code(std::string_view typed);

// The Argon2id hash of a PIN, as libsodium writes it, with the salt in it. Fault::full when there is no memory for it.
Result<std::string> pin_hash(std::string_view pin);
bool is_pin_of(std::string_view pin, const std::string& hash);

// Keyed, because a plain hash of an address or of a form could be guessed by trying.
Mac keyed_mac(const MacKey& key, std::string_view text);
// Over every member of an op's meaning, so that the same id with another body is noticed. The capture time counts too.
Mac body_mac(const MacKey& key, const domain::Op& op);

// HMAC-SHA256 keyed with a token's hash: only the centre and that tablet can make it.
Mac tablet_mac(const Mac& token_mac, std::string_view text);

// A version 8 id that only depends on the two.
Uuid derived_uuid(const Uuid& a, const Uuid& b);

std::string hex(std::span<const std::uint8_t> bytes);
std::optional<Nonce> parse_nonce(std::string_view text);

}  // namespace foyer::server
