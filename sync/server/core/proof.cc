#include "sync/server/core/proof.h"

#include <charconv>
#include <span>

namespace foyer::server {
namespace {

constexpr std::size_t kNumberDigits = 16;
constexpr std::size_t kFactsLength = 2 * kNumberDigits + 1;
constexpr std::size_t kSealBytes = 16;
constexpr std::size_t kProofLength = kFactsLength + 2 * kSealBytes;

std::string digits(std::int64_t number) {
  auto bits = static_cast<std::uint64_t>(number);
  std::string out(kNumberDigits, '0');
  for (std::size_t i = kNumberDigits; i-- > 0; bits >>= 4U) out[i] = "0123456789abcdef"[bits & 15U];
  return out;
}

std::int64_t number_of(std::string_view text) {
  std::uint64_t bits = 0;
  std::from_chars(text.data(), text.data() + text.size(), bits, 16);  // it is sealed: we wrote it
  return static_cast<std::int64_t>(bits);
}

std::string seal_of(const MacKey& key, const Uuid& op_id, std::string_view facts) {
  const Mac mac = keyed_mac(key, "proof " + op_id.text() + " " + std::string(facts));
  return hex(std::span(mac).first(kSealBytes));
}

}  // namespace

std::string seal(const MacKey& key, const Uuid& op_id, const Proven& proven) {
  std::string facts = digits(proven.stamp);
  facts += static_cast<char>('0' + static_cast<int>(proven.time.quality));
  facts += digits(proven.time.ms);
  return facts + seal_of(key, op_id, facts);
}

std::optional<Proven> unseal(const MacKey& key, const Uuid& op_id, std::string_view proof) {
  if (proof.size() != kProofLength) return std::nullopt;
  const std::string_view facts = proof.substr(0, kFactsLength);
  if (proof.substr(kFactsLength) != seal_of(key, op_id, facts)) return std::nullopt;
  const auto quality = static_cast<domain::TimeQuality>(facts[kNumberDigits] - '0');
  return Proven{number_of(facts.substr(0, kNumberDigits)), {number_of(facts.substr(kNumberDigits + 1)), quality}};
}

}  // namespace foyer::server
