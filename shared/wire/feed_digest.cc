// The hash, which tablets and centres of every version share: FNV-1a of 64 bits over kind, a zero byte, id, a zero byte
// and the eight bytes of seq, the lowest first; then the last three steps of splitmix64, so that rows that differ in
// one digit differ in half of their bits.
#include "shared/wire/feed_digest.h"

namespace foyer::wire {
namespace {

constexpr std::uint64_t kOffset = 0xCBF29CE484222325;
constexpr std::uint64_t kPrime = 0x100000001B3;

std::uint64_t taken(std::uint64_t hash, std::string_view bytes) {
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * kPrime;
  return hash * kPrime;  // the zero byte
}

}  // namespace

void FeedDigest::add(std::string_view kind, std::string_view id, std::int64_t seq) {
  std::uint64_t hash = taken(taken(kOffset, kind), id);
  auto left = static_cast<std::uint64_t>(seq);
  for (int i = 0; i < 8; ++i, left >>= 8) hash = (hash ^ (left & 0xFF)) * kPrime;
  hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9;
  hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EB;
  bits ^= hash ^ (hash >> 31);
  ++rows;
}

}  // namespace foyer::wire
