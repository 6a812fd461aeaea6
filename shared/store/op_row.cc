#include "shared/store/op_row.h"

#include <array>

#include "shared/wire/op_json.h"

namespace foyer::store {
namespace {

constexpr std::array<std::uint32_t, 256> make_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) value = (value & 1U) != 0 ? 0xEDB88320U ^ (value >> 1U) : value >> 1U;
    table[i] = value;
  }
  return table;
}
constexpr std::array<std::uint32_t, 256> kTable = make_table();

void append(std::string& out, const Uuid& id) {
  out.append(reinterpret_cast<const char*>(id.bytes().data()), id.bytes().size());
}

void append(std::string& out, std::int64_t number) {
  const auto bits = static_cast<std::uint64_t>(number);
  for (int shift = 56; shift >= 0; shift -= 8) out += static_cast<char>((bits >> shift) & 0xFFU);
}

}  // namespace

std::uint32_t crc32(std::string_view bytes) {
  std::uint32_t value = 0xFFFFFFFFU;
  for (const char c : bytes) value = kTable[(value ^ static_cast<unsigned char>(c)) & 0xFFU] ^ (value >> 8U);
  return ~value;
}

std::int64_t OpRow::expected_crc() const {
  std::string bytes;
  append(bytes, id);
  append(bytes, chain);
  bytes += type;
  bytes += '\0';
  append(bytes, v);
  append(bytes, at.boot);
  append(bytes, at.mono_ms);
  append(bytes, at.wall_ms);
  bytes += body;
  return crc32(bytes);
}

std::string OpRow::json() const {
  return wire::with_proof(wire::to_json(domain::Op{id, chain, type, v, at, domain::UnknownBody{body}}), proof);
}

OpRow read_op_row(const Statement& row) {
  OpRow out;
  out.n = row.integer(0);
  out.id = row.id(1);
  out.chain = row.id(2);
  out.type = row.text(3);
  out.v = static_cast<int>(row.integer(4));
  out.at = Instant{row.id(5), row.integer(6), row.integer(7)};
  out.body = row.text(8);
  out.crc = row.integer(9);
  return out;
}

Result<void> hold_behind(Database& db, const Uuid& chain, std::int64_t n) {
  return db
      .prepare(
          "UPDATE op SET state = 'held', code = 'chain', push_n = NULL"
          " WHERE chain = ? AND n > ? AND state IN ('pending', 'inflight')")
      .bind(chain)
      .bind(n)
      .run();
}

Result<void> release_chains(Database& db) {
  return db
      .prepare(
          "UPDATE op SET state = 'pending', code = NULL WHERE state = 'held' AND code = 'chain'"
          " AND NOT EXISTS (SELECT 1 FROM op AS before WHERE before.chain = op.chain AND before.n < op.n"
          "  AND (before.state = 'dead' OR (before.state = 'held' AND before.code <> 'chain')))")
      .run();
}

}  // namespace foyer::store
