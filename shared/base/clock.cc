#include "shared/base/clock.h"

#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>

#include "shared/base/check.h"

namespace foyer {
namespace {

constexpr std::int64_t kYear1Ms = -62135596800000;     // 0001-01-01T00:00:00.000Z
constexpr std::int64_t kYear9999Ms = 253402300799999;  // 9999-12-31T23:59:59.999Z

std::int64_t read_ms(clockid_t id) {
  timespec ts{};
  FOYER_CHECK(clock_gettime(id, &ts) == 0);
  return static_cast<std::int64_t>(ts.tv_sec) * 1000 + ts.tv_nsec / 1000000;
}

Uuid read_boot_id() {
  std::ifstream file("/proc/sys/kernel/random/boot_id");
  std::string text;
  std::getline(file, text);
  // Without a boot id (a container that hides /proc) every process start counts as a boot of its own: safe, less exact.
  if (auto id = Uuid::parse(text)) return *id;
  SystemRandom random;
  return random_uuid(random);
}

}  // namespace

SystemClock::SystemClock() : boot_(read_boot_id()) {}

Instant SystemClock::now() const { return {boot_, read_ms(CLOCK_BOOTTIME), read_ms(CLOCK_REALTIME)}; }

std::string format_utc(std::int64_t wall_ms) {
  using namespace std::chrono;
  const sys_time<milliseconds> at{milliseconds{std::clamp(wall_ms, kYear1Ms, kYear9999Ms)}};
  const auto day = floor<days>(at);
  const year_month_day date{day};
  const hh_mm_ss time{at - day};
  char text[96];  // what the compiler can prove is enough for any six numbers
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", int{date.year()}, unsigned{date.month()},
                unsigned{date.day()}, static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()), static_cast<int>(time.subseconds().count()));
  return text;
}

std::optional<std::int64_t> parse_utc(std::string_view text) {
  using namespace std::chrono;
  if (text.size() != 24) return std::nullopt;
  const std::string copy(text);
  int y = 0;
  unsigned mo = 0;
  unsigned d = 0;
  int h = 0;
  int mi = 0;
  int s = 0;
  int ms = 0;
  if (std::sscanf(copy.c_str(), "%4d-%2u-%2uT%2d:%2d:%2d.%3dZ", &y, &mo, &d, &h, &mi, &s, &ms) != 7)
    return std::nullopt;
  const year_month_day date{year{y}, month{mo}, day{d}};
  if (!date.ok()) return std::nullopt;
  const auto at = sys_days{date} + hours{h} + minutes{mi} + seconds{s} + milliseconds{ms};
  const std::int64_t value = duration_cast<milliseconds>(at.time_since_epoch()).count();
  if (format_utc(value) != text) return std::nullopt;
  return value;
}

}  // namespace foyer
