#include "shared/domain/visit.h"

namespace foyer::domain {

const char* reason_name(Reason reason) {
  switch (reason) {
    case Reason::drop_in: return "drop_in";
    case Reason::meeting: return "meeting";
    case Reason::tour: return "tour";
  }
  return "drop_in";
}

std::optional<Reason> parse_reason(std::string_view name) {
  for (const Reason reason : {Reason::drop_in, Reason::meeting, Reason::tour}) {
    if (name == reason_name(reason)) return reason;
  }
  return std::nullopt;
}

const char* time_quality_name(TimeQuality quality) {
  switch (quality) {
    case TimeQuality::exact: return "exact";
    case TimeQuality::estimated: return "estimated";
    case TimeQuality::unknown: return "unknown";
  }
  return "unknown";
}

std::optional<TimeQuality> parse_time_quality(std::string_view name) {
  for (const TimeQuality quality : {TimeQuality::exact, TimeQuality::estimated, TimeQuality::unknown}) {
    if (name == time_quality_name(quality)) return quality;
  }
  return std::nullopt;
}

const char* host_told_name(HostTold told) {
  switch (told) {
    case HostTold::none: return "none";
    case HostTold::waiting: return "waiting";
    case HostTold::sent: return "sent";
    case HostTold::failed: return "failed";
  }
  return "none";
}

std::optional<HostTold> parse_host_told(std::string_view name) {
  for (const HostTold told : {HostTold::none, HostTold::waiting, HostTold::sent, HostTold::failed}) {
    if (name == host_told_name(told)) return told;
  }
  return std::nullopt;
}

}  // namespace foyer::domain
