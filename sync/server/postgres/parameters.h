// The values of one statement, in PostgreSQL's binary format: no quoting, no parsing, and a whole column of rows as one
// array. A column's numbers stand as bigint, texts as text (UTF-8), ids as uuid, hashes as bytea. Values; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "shared/base/id.h"

namespace foyer::server::postgres {

enum class Type { boolean, bytes, integer, text, id };

// Marks a std::string as bytes, not text.
struct Bytes {
  std::string_view data;
};

inline Type type_of(const Uuid&) { return Type::id; }
inline Type type_of(bool) { return Type::boolean; }
inline Type type_of(std::string_view) { return Type::text; }
inline Type type_of(const Bytes&) { return Type::bytes; }
Type type_of(const char*) = delete;  // it would become a boolean
inline Type type_of(std::int64_t) { return Type::integer; }
inline Type type_of(int) { return Type::integer; }
template <std::size_t N>
Type type_of(const std::array<std::uint8_t, N>&) {
  return Type::bytes;
}
template <typename T>
requires std::is_enum_v<T> Type type_of(T) { return Type::integer; }

// Appends the value's bytes.
void put(std::string& out, const Uuid& id);
void put(std::string& out, bool value);
void put(std::string& out, std::string_view text);
void put(std::string& out, const Bytes& bytes);
void put(std::string& out, std::int64_t value);
inline void put(std::string& out, int value) { put(out, static_cast<std::int64_t>(value)); }
template <std::size_t N>
void put(std::string& out, const std::array<std::uint8_t, N>& bytes) {
  out.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}
template <typename T>
requires std::is_enum_v<T>
void put(std::string& out, T value) { put(out, static_cast<std::int64_t>(value)); }

// One column of many rows, as an array.
class Column {
 public:
  template <typename T>
  void add(const T& value) {
    type_ = type_of(value);
    const std::size_t before = begin_element();
    put(data_, value);
    end_element(before);
  }
  template <typename T>
  void add(const std::optional<T>& value) {
    if (value) return add(*value);
    type_ = type_of(T());
    add_null();
  }

  Type type() const { return type_; }
  std::string array() const;

 private:
  std::size_t begin_element();
  void end_element(std::size_t before);
  void add_null();

  Type type_ = Type::text;
  std::int32_t count_ = 0;
  bool has_null_ = false;
  std::string data_;
};

template <typename Range>
Column column_of(const Range& values) {
  Column column;
  for (const auto& value : values) column.add(value);
  return column;
}

// Rows for unnest(), column by column.
class Columns {
 public:
  template <typename... Values>
  void add(const Values&... values) {
    columns_.resize(sizeof...(Values));
    std::size_t at = 0;
    (columns_[at++].add(values), ...);
  }
  bool empty() const { return columns_.empty(); }
  const std::vector<Column>& columns() const { return columns_; }

 private:
  std::vector<Column> columns_;
};

// $1, $2 … in order.
class Parameters {
 public:
  struct Value {
    Type type;
    bool is_array;
    std::optional<std::string> bytes;  // nothing: NULL
  };

  template <typename T>
  Parameters& add(const T& value) {
    std::string bytes;
    put(bytes, value);
    values_.push_back({type_of(value), false, std::move(bytes)});
    return *this;
  }
  template <typename T>
  Parameters& add(const std::optional<T>& value) {
    if (value) return add(*value);
    values_.push_back({type_of(T()), false, std::nullopt});
    return *this;
  }
  Parameters& add(const Column& column) {
    values_.push_back({column.type(), true, column.array()});
    return *this;
  }
  // Each column a parameter.
  Parameters& add(const Columns& rows) {
    for (const Column& column : rows.columns()) add(column);
    return *this;
  }

  const std::vector<Value>& values() const { return values_; }

 private:
  std::vector<Value> values_;
};

// The object identifiers that PostgreSQL has given its types for good.
unsigned oid_of(Type type, bool is_array);

}  // namespace foyer::server::postgres
