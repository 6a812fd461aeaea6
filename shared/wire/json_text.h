// The little JSON that programs need for one-line answers (status, inspection socket) without a JSON library: quoting,
// an object and an array built in order, one string member read. Output is always valid UTF-8 JSON on one line; bytes
// that are not valid UTF-8 come out as U+FFFD. Values; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/base/result.h"

namespace foyer::wire {

// With the quotation marks.
std::string quote(std::string_view text);

class JsonObject {
 public:
  JsonObject& text(std::string_view name, std::string_view value);
  JsonObject& maybe_text(std::string_view name, const std::optional<std::string>& value);  // absent: null
  JsonObject& number(std::string_view name, std::int64_t value);
  JsonObject& maybe_number(std::string_view name, std::optional<std::int64_t> value);  // absent: null
  JsonObject& boolean(std::string_view name, bool value);
  JsonObject& null(std::string_view name);
  // `json` is JSON already. REQUIRES: valid JSON
  JsonObject& raw(std::string_view name, std::string_view json);
  std::string str() const { return "{" + members_ + "}"; }

 private:
  std::string members_;
};

class JsonArray {
 public:
  JsonArray& text(std::string_view value);
  JsonArray& number(std::int64_t value);
  JsonArray& raw(std::string_view json);
  std::string str() const { return "[" + items_ + "]"; }

 private:
  std::string items_;
};

// The string member `name` of the object `json`. Fault::invalid when it is not an object of at most 64 KiB,
// Fault::not_found when the member is missing or not a string.
Result<std::string> string_member(std::string_view json, std::string_view name);

}  // namespace foyer::wire
