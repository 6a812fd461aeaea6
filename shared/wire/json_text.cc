#include "shared/wire/json_text.h"

#include "shared/base/text.h"
#include "shared/wire/json_reader.h"

namespace foyer::wire {
namespace {

constexpr std::size_t kLineBytesMax = 64 * 1024;
constexpr int kLineDepthMax = 8;

void append_escaped(std::string& out, char c) {
  static constexpr char kHex[] = "0123456789abcdef";
  switch (c) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default: break;
  }
  const auto byte = static_cast<unsigned char>(c);
  if (byte >= 0x20 && byte != 0x7F) {
    out += c;
    return;
  }
  out += "\\u00";
  out += kHex[byte >> 4];
  out += kHex[byte & 15];
}

// Length of the valid UTF-8 sequence at the front; 0 when there is none.
std::size_t valid_prefix(std::string_view text) {
  for (std::size_t size = 1; size <= 4 && size <= text.size(); ++size) {
    if (is_valid_utf8(text.substr(0, size))) return size;
  }
  return 0;
}

void append_comma(std::string& out) {
  if (!out.empty()) out += ',';
}

// Most text needs no escape: it goes in runs.
void append_valid(std::string& out, std::string_view text) {
  std::size_t from = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0x20 && byte != 0x7F && byte != '"' && byte != '\\') continue;
    out.append(text, from, i - from);
    append_escaped(out, text[i]);
    from = i + 1;
  }
  out.append(text, from);
}

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  if (is_valid_utf8(text)) {
    append_valid(out, text);
    text = {};
  }
  while (!text.empty()) {
    const std::size_t size = valid_prefix(text);
    if (size == 0) out += "\xEF\xBF\xBD";
    append_valid(out, text.substr(0, size));
    text.remove_prefix(size == 0 ? 1 : size);
  }
  out += '"';
}

void append_name(std::string& out, std::string_view name) {
  append_comma(out);
  append_quoted(out, name);
  out += ':';
}

}  // namespace

std::string quote(std::string_view text) {
  std::string out;
  append_quoted(out, text);
  return out;
}

JsonObject& JsonObject::raw(std::string_view name, std::string_view json) {
  append_name(members_, name);
  members_ += json;
  return *this;
}

JsonObject& JsonObject::text(std::string_view name, std::string_view value) {
  append_name(members_, name);
  append_quoted(members_, value);
  return *this;
}
JsonObject& JsonObject::maybe_text(std::string_view name, const std::optional<std::string>& value) {
  return value ? text(name, std::string_view(*value)) : null(name);
}
JsonObject& JsonObject::number(std::string_view name, std::int64_t value) { return raw(name, std::to_string(value)); }
JsonObject& JsonObject::maybe_number(std::string_view name, std::optional<std::int64_t> value) {
  return value ? number(name, *value) : null(name);
}
JsonObject& JsonObject::boolean(std::string_view name, bool value) { return raw(name, value ? "true" : "false"); }
JsonObject& JsonObject::null(std::string_view name) { return raw(name, "null"); }

JsonArray& JsonArray::raw(std::string_view json) {
  append_comma(items_);
  items_ += json;
  return *this;
}
JsonArray& JsonArray::text(std::string_view value) {
  append_comma(items_);
  append_quoted(items_, value);
  return *this;
}
JsonArray& JsonArray::number(std::int64_t value) { return raw(std::to_string(value)); }

Result<std::string> string_member(std::string_view json, std::string_view name) {
  auto object = read_json(json, kLineBytesMax, kLineDepthMax);
  if (!object) return object.error();
  if (!object->is(Json::Kind::object)) return Error{Fault::invalid, "not an object"};
  const Json* const value = object->find(name);
  if (value == nullptr || !value->is(Json::Kind::text)) return Error{Fault::not_found, std::string(name) + ": missing"};
  return value->text;
}

}  // namespace foyer::wire
