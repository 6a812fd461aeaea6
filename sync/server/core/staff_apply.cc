// POST /v1/staff/apply: the body is the operator's file (organisation.h); ?dry_run=1 writes nothing.
//   200 {"added":N,"changed":N,"removed":N,"unchanged":N}
//   422 {"error":"invalid","detail":TEXT,"problems":[{"line":N,"path":TEXT,"what":TEXT},…]}   nothing was applied
#include "shared/wire/json_text.h"
#include "sync/protocol/paths.h"
#include "sync/server/core/organisation.h"
#include "sync/server/core/staff_api.h"

namespace foyer::server {

Response StaffApi::apply(const Call& call) {
  const bool is_dry = protocol::query_value(call.request.query, "dry_run") == "1";
  const auto applied =
      apply_organisation(store_, clock_, random_, call.request.body, is_dry ? ApplyMode::dry_run : ApplyMode::apply);
  if (!applied) return unavailable("applying the organisation's file", applied.error());
  Response response;
  if (applied->problems.empty()) {
    response.head = is_dry ? 0 : applied->head;
    response.body = wire::JsonObject()
                        .number("added", applied->added)
                        .number("changed", applied->changed)
                        .number("removed", applied->removed)
                        .number("unchanged", applied->unchanged)
                        .str();
    return response;
  }
  wire::JsonArray problems;
  for (const wire::FileProblem& one : applied->problems) {
    problems.raw(wire::JsonObject().number("line", one.line).text("path", one.path).text("what", one.what).str());
  }
  response.status = 422;
  response.body = wire::JsonObject()
                      .text("error", "invalid")
                      .text("detail", "nothing was applied")
                      .raw("problems", problems.str())
                      .str();
  return response;
}

}  // namespace foyer::server
