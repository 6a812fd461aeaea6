#include "sync/agent/status.h"

#include "shared/base/clock.h"
#include "shared/wire/json_text.h"

namespace foyer::agent {
namespace {

std::optional<std::string> last_fault(const store::SyncState& state) {
  if (!state.last_fault.empty()) return state.last_fault;
  if (!state.set_aside.empty()) {
    return "corrupt: the database was damaged and set aside as " + state.set_aside +
           (state.enrolment ? "; keep that file" : "; keep that file, and enrol this tablet again");
  }
  return std::nullopt;
}

// What this tablet is for the centre, in one word.
std::string standing(const store::SyncState& state) {
  if (state.revoked) return "revoked";
  if (!state.enrolment) return "not enrolled";
  return state.forked ? "forked" : "enrolled";
}

std::string what_to_do(const store::SyncState& state) {
  if (state.revoked) return "; staff took its access away: enrol it again to use it";
  if (state.forked) return "; a copy of this tablet is in use: enrol it again, nothing is lost";
  return {};
}

std::optional<std::string> last_contact(const store::SyncState& state) {
  if (!state.last_contact_ms) return std::nullopt;
  return format_utc(*state.last_contact_ms);
}

}  // namespace

std::string status_json(const store::OutboxCounts& counts, const store::SyncState& state) {
  wire::JsonObject status;
  status.number("pending", counts.pending)
      .number("held", counts.held)
      .number("dead", counts.dead)
      .number("acked", counts.acked)
      .number("cursor", state.cursor_seq)
      .maybe_text("last_contact", last_contact(state))
      .maybe_number("clock_offset_ms", state.clock_offset_ms)
      .maybe_text("last_fault", last_fault(state));
  // Only what staff have to act on: else exactly the names above.
  if (state.revoked || state.forked) status.text("standing", standing(state));
  if (state.removal) {
    status.raw("removal",
               wire::JsonObject().number("contacts", state.removal->contacts).number("of", state.removal->of).str());
  }
  return status.str();
}

std::string status_text(const store::OutboxCounts& counts, const store::SyncState& state) {
  std::string out;
  const auto line = [&out](std::string_view name, const std::string& value) {
    out += std::string(name) + ": " + value + "\n";
  };
  line("centre", state.enrolment ? state.enrolment->server_url + " as " + state.enrolment->kiosk : "not enrolled yet");
  line("standing", standing(state) + what_to_do(state));
  line("pending", std::to_string(counts.pending));
  line("held", std::to_string(counts.held));
  line("dead", std::to_string(counts.dead));
  line("acked", std::to_string(counts.acked));
  line("cursor", std::to_string(state.cursor_seq));
  if (state.removal) {
    line("waits", "the centre does not have " + std::to_string(state.removal->contacts) + " of the " +
                      std::to_string(state.removal->of) +
                      " contacts shown here; nothing is removed until an administrator confirms it there");
  }
  line("last contact", last_contact(state).value_or("never"));
  line("clock offset", state.clock_offset_ms ? std::to_string(*state.clock_offset_ms) + " ms" : "unknown");
  line("last fault", last_fault(state).value_or("none"));
  return out;
}

}  // namespace foyer::agent
