// A visit: one person in the building once, from check-in to check-out. Append-only: an undo is a new op, never an
// edit. Values; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/base/id.h"

namespace foyer::domain {

// Why somebody came. The words are the same in code, JSON, database and command line.
enum class Reason { drop_in, meeting, tour };
const char* reason_name(Reason reason);
std::optional<Reason> parse_reason(std::string_view name);

// How well the time of an op is known (shared/README.md, "Time").
enum class TimeQuality { exact, estimated, unknown };
const char* time_quality_name(TimeQuality quality);
std::optional<TimeQuality> parse_time_quality(std::string_view name);

// Whether the host of a visit knows of it.
enum class HostTold { none, waiting, sent, failed };
const char* host_told_name(HostTold told);
std::optional<HostTold> parse_host_told(std::string_view name);

// What a check-in op says about the visit it opens.
struct VisitDraft {
  Uuid id;  // minted when the form opened
  Reason reason = Reason::drop_in;
  std::optional<std::string> host;  // as typed
  std::optional<Uuid> host_id;      // when that is exactly one host whom the tablet knew
  std::optional<Uuid> pass;

  bool operator==(const VisitDraft&) const = default;
};

}  // namespace foyer::domain
