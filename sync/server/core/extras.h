// The fields of a contact that this version does not know: how many and how large they are, so that no row of the feed
// outgrows what a tablet can read (sync/protocol/limits.h). Values; any thread.
#pragma once

#include <cstddef>
#include <map>
#include <string>

#include "sync/server/core/records.h"

namespace foyer::server {

// Name -> bytes.
class Extras {
 public:
  void take(const std::string& name, std::size_t value_bytes);
  void take(const Extras& other);
  void take(const ContactView& view);
  void grow_to(const Extras& other);
  bool empty() const { return sizes_.empty(); }
  // More than a row may carry, and more than `before`: what is there already never gets in the way.
  bool exceed(const Extras& before) const;

 private:
  std::size_t bytes() const;

  std::map<std::string, std::size_t> sizes_;
};

}  // namespace foyer::server
