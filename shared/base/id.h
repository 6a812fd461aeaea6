// 128-bit identifiers (RFC 9562). Ids are made on the device; version 7 puts the time in front so that rows made
// together lie together in an index. The time in an id orders nothing: identity and order come from the server
// (shared/README.md). Values; any thread.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "shared/base/random.h"

namespace foyer {

class Uuid {
 public:
  // The nil id: all bits zero.
  Uuid() = default;
  explicit Uuid(const std::array<std::uint8_t, 16>& bytes) : bytes_(bytes) {}

  // From "0190a1b2-…" (either case) or nothing.
  static std::optional<Uuid> parse(std::string_view text);
  // From exactly 16 bytes or nothing.
  static std::optional<Uuid> from_bytes(std::span<const std::uint8_t> bytes);

  std::string text() const;  // 36 characters, lower case
  const std::array<std::uint8_t, 16>& bytes() const { return bytes_; }
  bool is_nil() const { return *this == Uuid(); }

  auto operator<=>(const Uuid&) const = default;

 private:
  std::array<std::uint8_t, 16> bytes_{};
};

Uuid random_uuid(Random& random);                      // version 4
Uuid time_uuid(Random& random, std::int64_t wall_ms);  // version 7; a negative time counts as 0
// Version 5: the same space and name give the same id everywhere, in every program that knows RFC 9562.
Uuid named_uuid(const Uuid& space, std::string_view name);

}  // namespace foyer

template <>
struct std::hash<foyer::Uuid> {
  std::size_t operator()(const foyer::Uuid& id) const noexcept;
};
