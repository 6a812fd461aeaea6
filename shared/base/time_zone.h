// What the clocks on a wall show: the rules of one place out of the machine's time zone database (TZif files, RFC
// 9636). No global state: several zones stand beside each other in one process. Values; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace foyer {

class TimeZone {
 public:
  // "Europe/Berlin" as the machine knows it, or nothing. `folder`: another database, for tests.
  static std::optional<TimeZone> load(const std::string& name, const std::string& folder = "/usr/share/zoneinfo");

  // Seconds to add to UTC at that moment. After the last change that the file lists its offset goes on.
  std::int64_t offset_s(std::int64_t utc_s) const;

 private:
  struct Change {
    std::int64_t from_s = 0;
    std::int64_t offset_s = 0;
  };
  std::int64_t first_offset_s_ = 0;
  std::vector<Change> changes_;  // by time
};

}  // namespace foyer
