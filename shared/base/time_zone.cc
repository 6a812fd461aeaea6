#include "shared/base/time_zone.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string_view>

namespace foyer {
namespace {

constexpr std::size_t kHeaderBytes = 44;
constexpr std::size_t kTypeBytes = 6;
constexpr std::size_t kFileBytesMax = 256 * 1024;  // the largest is below 4 KiB

std::int64_t number_at(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < size; ++i) value = (value << 8) | static_cast<std::uint8_t>(bytes[at + i]);
  if (size == 4) return static_cast<std::int32_t>(static_cast<std::uint32_t>(value));
  return static_cast<std::int64_t>(value);
}

// The counts of one header, and where its data stands.
struct Block {
  std::size_t begin = 0;
  std::size_t time_bytes = 0;
  std::size_t times = 0;
  std::size_t types = 0;
  std::size_t size = 0;  // of the data
};

std::optional<Block> read_block(std::string_view bytes, std::size_t header, std::size_t time_bytes) {
  if (bytes.size() < header + kHeaderBytes || !bytes.substr(header).starts_with("TZif")) return std::nullopt;
  const auto count = [&](std::size_t i) {
    return static_cast<std::size_t>(static_cast<std::uint32_t>(number_at(bytes, header + 20 + 4 * i, 4)));
  };
  for (std::size_t i = 0; i < 6; ++i) {
    if (count(i) > kFileBytesMax) return std::nullopt;
  }
  Block block{header + kHeaderBytes, time_bytes, count(3), count(4), 0};
  block.size = block.times * (time_bytes + 1) + block.types * kTypeBytes + count(5) + count(2) * (time_bytes + 4) +
               count(1) + count(0);
  if (block.types == 0 || bytes.size() < block.begin + block.size) return std::nullopt;
  return block;
}

bool is_plain_name(const std::string& name) {
  return !name.empty() && name.front() != '/' && name.find("..") == std::string::npos &&
         name.find('\0') == std::string::npos;
}

}  // namespace

std::optional<TimeZone> TimeZone::load(const std::string& name, const std::string& folder) {
  if (!is_plain_name(name)) return std::nullopt;
  std::ifstream in(folder + "/" + name, std::ios::binary);
  std::string bytes(kFileBytesMax, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(in.gcount()));
  auto block = read_block(bytes, 0, 4);
  // From version 2 on a second block has the same with times of 64 bits.
  if (block && bytes[4] >= '2') block = read_block(bytes, block->begin + block->size, 8);
  if (!block) return std::nullopt;
  const std::size_t indexes = block->begin + block->times * block->time_bytes;
  const std::size_t types = indexes + block->times;
  TimeZone zone;
  zone.first_offset_s_ = number_at(bytes, types, 4);
  for (std::size_t i = 0; i < block->times; ++i) {
    const auto type = static_cast<std::uint8_t>(bytes[indexes + i]);
    if (type >= block->types) return std::nullopt;
    zone.changes_.push_back({number_at(bytes, block->begin + i * block->time_bytes, block->time_bytes),
                             number_at(bytes, types + type * kTypeBytes, 4)});
  }
  return zone;
}

std::int64_t TimeZone::offset_s(std::int64_t utc_s) const {
  const auto next = std::ranges::upper_bound(changes_, utc_s, {}, &Change::from_s);
  return next == changes_.begin() ? first_offset_s_ : std::prev(next)->offset_s;
}

}  // namespace foyer
