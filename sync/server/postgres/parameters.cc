#include "sync/server/postgres/parameters.h"

namespace foyer::server::postgres {
namespace {

// Big-endian, as everything in the binary format.
void put_u32(std::string& out, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<char>(value >> shift));
}

}  // namespace

unsigned oid_of(Type type, bool is_array) {
  switch (type) {
    case Type::boolean: return is_array ? 1000 : 16;
    case Type::bytes: return is_array ? 1001 : 17;
    case Type::integer: return is_array ? 1016 : 20;
    case Type::text: return is_array ? 1009 : 25;
    case Type::id: return is_array ? 2951 : 2950;
  }
  return 0;
}

void put(std::string& out, const Uuid& id) { put(out, id.bytes()); }

void put(std::string& out, bool value) { out.push_back(value ? '\1' : '\0'); }

void put(std::string& out, std::string_view text) { out.append(text); }

void put(std::string& out, const Bytes& bytes) { out.append(bytes.data); }

void put(std::string& out, std::int64_t value) {
  const auto bits = static_cast<std::uint64_t>(value);
  put_u32(out, static_cast<std::uint32_t>(bits >> 32));
  put_u32(out, static_cast<std::uint32_t>(bits));
}

std::size_t Column::begin_element() {
  ++count_;
  const std::size_t before = data_.size();
  data_.append(4, '\0');  // the length, known when the value is there
  return before;
}

void Column::end_element(std::size_t before) {
  std::string length;
  put_u32(length, static_cast<std::uint32_t>(data_.size() - before - 4));
  data_.replace(before, 4, length);
}

void Column::add_null() {
  ++count_;
  has_null_ = true;
  put_u32(data_, 0xFFFFFFFF);
}

// Dimensions u32, whether there are NULLs u32, element type u32, then for the one dimension length u32 and lower bound
// u32, then each element as length u32 and bytes.
std::string Column::array() const {
  std::string out;
  out.reserve(20 + data_.size());
  put_u32(out, count_ == 0 ? 0 : 1);
  put_u32(out, has_null_ ? 1 : 0);
  put_u32(out, oid_of(type_, false));
  if (count_ == 0) return out;
  put_u32(out, static_cast<std::uint32_t>(count_));
  put_u32(out, 1);
  return out + data_;
}

}  // namespace foyer::server::postgres
