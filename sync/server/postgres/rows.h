// What a statement gave back, in PostgreSQL's binary format. A row has the readers of store::Statement, so that
// sync/server/core/columns.h reads both. Values that can be moved; any thread. REQUIRES: a row does not outlive its
// Rows
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "shared/base/id.h"

struct pg_result;

namespace foyer::server::postgres {

// Columns from 0.
class Row {
 public:
  Row(const pg_result* result, int number) : result_(result), number_(number) {}

  bool is_null(int column) const;
  std::int64_t integer(int column) const;  // also of booleans; 0 for NULL
  std::string text(int column) const;      // empty for NULL
  Uuid id(int column) const;               // the nil id for NULL
  std::string blob(int column) const { return text(column); }
  std::optional<std::int64_t> maybe_integer(int column) const;
  std::optional<std::string> maybe_text(int column) const;
  std::optional<Uuid> maybe_id(int column) const;

 private:
  std::string_view bytes(int column) const;

  const pg_result* result_;
  int number_;
};

class Rows {
 public:
  class Iterator {
   public:
    Iterator(const pg_result* result, int number) : result_(result), number_(number) {}
    Row operator*() const { return {result_, number_}; }
    Iterator& operator++() {
      ++number_;
      return *this;
    }
    bool operator==(const Iterator& other) const { return number_ == other.number_; }

   private:
    const pg_result* result_;
    int number_;
  };

  explicit Rows(pg_result* result) : result_(result) {}

  int size() const;
  bool empty() const { return size() == 0; }
  Row front() const { return {result_.get(), 0}; }  // REQUIRES: !empty()
  Iterator begin() const { return {result_.get(), 0}; }
  Iterator end() const { return {result_.get(), size()}; }

 private:
  struct Clear {
    void operator()(pg_result* result) const;
  };
  std::unique_ptr<pg_result, Clear> result_;
};

}  // namespace foyer::server::postgres
