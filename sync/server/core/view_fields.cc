#include "sync/server/core/view_fields.h"

#include <algorithm>
#include <array>
#include <span>

namespace foyer::server {
namespace {

void put(std::string& out, std::uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out.push_back(static_cast<char>(value >> (8 * i)));
}

class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  bool done() const { return bytes_.empty(); }
  bool failed() const { return failed_; }

  std::uint64_t number(int bytes) {
    const std::string_view raw = take(static_cast<std::size_t>(bytes));
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < raw.size(); ++i) {
      value |= static_cast<std::uint64_t>(static_cast<std::uint8_t>(raw[i])) << (8 * i);
    }
    return value;
  }

  std::string_view take(std::size_t size) {
    if (failed_ || size > bytes_.size()) {
      failed_ = true;
      bytes_ = {};
      return {};
    }
    const std::string_view taken = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return taken;
  }

 private:
  std::string_view bytes_;
  bool failed_ = false;
};

}  // namespace

std::string encode_fields(const std::map<std::string, FieldValue>& fields) {
  std::string out;
  for (const auto& [name, field] : fields) {
    put(out, name.size(), 2);
    out += name;
    out.push_back(field.kind == RegisterKind::clear ? '\1' : '\0');
    put(out, static_cast<std::uint64_t>(field.stamp), 8);
    out.append(reinterpret_cast<const char*>(field.op_id.bytes().data()), field.op_id.bytes().size());
    put(out, field.value.size(), 4);
    out += field.value;
  }
  return out;
}

Result<std::map<std::string, FieldValue>> decode_fields(std::string_view bytes) {
  std::map<std::string, FieldValue> fields;
  Reader reader(bytes);
  while (!reader.done()) {
    std::string name(reader.take(static_cast<std::size_t>(reader.number(2))));
    FieldValue field;
    field.kind = reader.number(1) == 0 ? RegisterKind::set : RegisterKind::clear;
    field.stamp = static_cast<Stamp>(reader.number(8));
    std::array<std::uint8_t, 16> id{};
    const std::string_view raw = reader.take(id.size());
    std::copy(raw.begin(), raw.end(), id.begin());
    field.op_id = Uuid(id);
    field.value = std::string(reader.take(static_cast<std::size_t>(reader.number(4))));
    if (reader.failed()) return Error{Fault::corrupt, "a contact's fields are not what was written"};
    fields.emplace(std::move(name), std::move(field));
  }
  return fields;
}

}  // namespace foyer::server
