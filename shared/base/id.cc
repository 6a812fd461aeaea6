#include "shared/base/id.h"

#include <algorithm>
#include <boost/uuid/name_generator_sha1.hpp>
#include <boost/uuid/uuid.hpp>
#include <cstring>

namespace foyer {
namespace {

constexpr char kHex[] = "0123456789abcdef";

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_dash_position(std::size_t i) { return i == 8 || i == 13 || i == 18 || i == 23; }

Uuid with_version(std::array<std::uint8_t, 16> bytes, std::uint8_t version) {
  bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0f) | (version << 4));
  bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3f) | 0x80);
  return Uuid(bytes);
}

}  // namespace

std::optional<Uuid> Uuid::parse(std::string_view text) {
  if (text.size() != 36) return std::nullopt;
  std::array<std::uint8_t, 16> bytes{};
  std::size_t digit = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_dash_position(i)) {
      if (text[i] != '-') return std::nullopt;
      continue;
    }
    const int value = hex_value(text[i]);
    if (value < 0) return std::nullopt;
    std::uint8_t& byte = bytes[digit / 2];
    byte = static_cast<std::uint8_t>((byte << 4) | value);
    ++digit;
  }
  return Uuid(bytes);
}

std::optional<Uuid> Uuid::from_bytes(std::span<const std::uint8_t> bytes) {
  if (bytes.size() != 16) return std::nullopt;
  std::array<std::uint8_t, 16> copy{};
  std::copy(bytes.begin(), bytes.end(), copy.begin());
  return Uuid(copy);
}

std::string Uuid::text() const {
  std::string out;
  out.reserve(36);
  for (std::size_t i = 0; i < bytes_.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) out.push_back('-');
    out.push_back(kHex[bytes_[i] >> 4]);
    out.push_back(kHex[bytes_[i] & 15]);
  }
  return out;
}

Uuid random_uuid(Random& random) {
  std::array<std::uint8_t, 16> bytes;
  random.fill(bytes);
  return with_version(bytes, 4);
}

Uuid time_uuid(Random& random, std::int64_t wall_ms) {
  std::array<std::uint8_t, 16> bytes;
  random.fill(bytes);
  const auto ms = static_cast<std::uint64_t>(std::max<std::int64_t>(wall_ms, 0));
  for (std::size_t i = 0; i < 6; ++i) bytes[i] = static_cast<std::uint8_t>(ms >> (40 - 8 * i));
  return with_version(bytes, 7);
}

Uuid named_uuid(const Uuid& space, std::string_view name) {
  boost::uuids::uuid outer{};
  std::copy(space.bytes().begin(), space.bytes().end(), outer.begin());
  const boost::uuids::uuid made = boost::uuids::name_generator_sha1(outer)(name.data(), name.size());
  std::array<std::uint8_t, 16> bytes{};
  std::copy(made.begin(), made.end(), bytes.begin());
  return Uuid(bytes);
}

}  // namespace foyer

std::size_t std::hash<foyer::Uuid>::operator()(const foyer::Uuid& id) const noexcept {
  std::size_t value = 0;  // the last bytes are the random ones
  std::memcpy(&value, id.bytes().data() + 8, sizeof value);
  return value;
}
