#include "sync/server/core/extras.h"

#include <algorithm>

#include "shared/domain/field_rules.h"
#include "shared/wire/rows.h"
#include "sync/protocol/limits.h"
#include "sync/server/core/registers.h"

namespace foyer::server {

static_assert(2 * protocol::kContactExtraBytesMax + 16 * 1024 < wire::kRowBytesMax);

void Extras::take(const std::string& name, std::size_t value_bytes) {
  if (!is_field_register(name) || *domain::field_rule(field_of(name)).name != '\0') return;
  std::size_t& bytes = sizes_[name];
  bytes = std::max(bytes, name.size() + value_bytes);
}

void Extras::take(const Extras& other) {
  for (const auto& [name, bytes] : other.sizes_) sizes_[name] = std::max(sizes_[name], bytes);
}

void Extras::take(const ContactView& view) {
  for (const auto& [name, value] : view.fields) take(name, value.value.size());
}

void Extras::grow_to(const Extras& other) {
  if (other.bytes() > bytes() || other.sizes_.size() > sizes_.size()) sizes_ = other.sizes_;
}

bool Extras::exceed(const Extras& before) const {
  return (sizes_.size() > protocol::kContactExtraFieldsMax && sizes_.size() > before.sizes_.size()) ||
         (bytes() > protocol::kContactExtraBytesMax && bytes() > before.bytes());
}

std::size_t Extras::bytes() const {
  std::size_t sum = 0;
  for (const auto& [name, bytes] : sizes_) sum += bytes;
  return sum;
}

}  // namespace foyer::server
