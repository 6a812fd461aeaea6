#include "sync/server/core/staff_api.h"

#include "shared/wire/json_text.h"
#include "sync/protocol/paths.h"
#include "sync/server/core/secrets.h"

namespace foyer::server {
namespace {

constexpr std::string_view kIdMark = "{id}";

const char* role_name(StaffRole role) { return role == StaffRole::admin ? "admin" : "staff"; }

// Whether `path` is `pattern`, whose {id} stands for any UUID. `id` receives that.
bool matches(std::string_view pattern, std::string_view path, Uuid& id) {
  const auto mark = pattern.find(kIdMark);
  if (mark == std::string_view::npos) return pattern == path;
  const std::string_view before = pattern.substr(0, mark);
  const std::string_view after = pattern.substr(mark + kIdMark.size());
  if (path.size() < before.size() + after.size() || !path.starts_with(before) || !path.ends_with(after)) return false;
  const auto parsed = Uuid::parse(path.substr(mark, path.size() - before.size() - after.size()));
  if (parsed) id = *parsed;
  return parsed.has_value();
}

}  // namespace

struct StaffApi::Route {
  std::string_view method;
  std::string_view pattern;
  StaffRole least;
  Response (StaffApi::*answer)(const Call&);
};

const StaffApi::Route StaffApi::kRoutes[] = {
    {"GET", "/v1/staff/me", StaffRole::staff, &StaffApi::whoami},
    {"POST", "/v1/staff/apply", StaffRole::admin, &StaffApi::apply},
    {"POST", "/v1/staff/contacts/find", StaffRole::staff, &StaffApi::find_contacts},
    {"GET", "/v1/staff/contacts/{id}", StaffRole::staff, &StaffApi::show_contact},
    {"POST", "/v1/staff/contacts/{id}/correct-email", StaffRole::staff, &StaffApi::correct_email},
    {"POST", "/v1/staff/contacts/{id}/merge", StaffRole::staff, &StaffApi::merge},
    {"POST", "/v1/staff/contacts/{id}/unmerge", StaffRole::staff, &StaffApi::unmerge},
    {"POST", "/v1/staff/contacts/{id}/erase", StaffRole::staff, &StaffApi::erase},
    {"POST", "/v1/staff/contacts/{id}/edit", StaffRole::staff, &StaffApi::edit},
    {"GET", "/v1/staff/contacts/{id}/history", StaffRole::staff, &StaffApi::show_history},
    {"GET", "/v1/staff/reviews", StaffRole::staff, &StaffApi::list_reviews},
    {"POST", "/v1/staff/reviews/{id}/settle", StaffRole::staff, &StaffApi::settle},
    {"GET", "/v1/staff/tablets", StaffRole::staff, &StaffApi::list_tablets},
    {"POST", "/v1/staff/tablets/{id}/confirm-removal", StaffRole::admin, &StaffApi::confirm_removal},
    {"GET", "/v1/staff/dead-letters", StaffRole::staff, &StaffApi::list_dead_letters},
    {"POST", "/v1/staff/dead-letters/{id}/settle", StaffRole::staff, &StaffApi::settle_dead_letter},
};

std::vector<RouteName> StaffApi::routes() {
  std::vector<RouteName> all;
  for (const Route& route : kRoutes) all.push_back({route.method, route.pattern});
  return all;
}

bool StaffApi::is_for(const Request& request) { return request.path.starts_with(protocol::kStaffPrefix); }

Result<StaffApi::Caller> StaffApi::find_caller(const Request& request) {
  Caller caller;
  if (request.token.empty()) return caller;
  const Mac mac = token_mac(request.token);
  const auto done = store_.read([&]() -> Result<void> {
    auto token = store_.api_token(mac);
    if (!token) return token.error();
    if (*token && !(*token)->revoked_ms && equal_in_constant_time((*token)->token_mac, mac)) caller.token = **token;
    if (*token) return {};
    auto device = store_.device_by_token(mac);
    if (!device) return device.error();
    caller.is_tablet = device->has_value();
    return {};
  });
  if (!done) return done.error();
  return caller;
}

// The token comes first: without one nobody learns which paths there are.
Response StaffApi::handle(const Request& request) {
  const auto caller = find_caller(request);
  if (!caller) return unavailable("looking up a token of staff", caller.error());
  if (caller->is_tablet) {
    return error_response(403, "staff_only", "a tablet's token opens nothing here; use one of foyer-server api-token");
  }
  if (!caller->token) return error_response(401, "token", "make a token with foyer-server api-token");
  std::string allowed;
  for (const Route& route : kRoutes) {
    Call call{request, *caller->token, Uuid()};
    if (!matches(route.pattern, request.path, call.id)) continue;
    if (route.method == request.method) {
      if (call.who.role < route.least) return error_response(403, "role", "this takes a token with --role admin");
      Response response = (this->*route.answer)(call);
      erasures_.clear_traces();
      return response;
    }
    allowed += (allowed.empty() ? "" : ", ") + std::string(route.method);
  }
  if (!allowed.empty()) return wrong_method(allowed);
  return error_response(404, "not_found", "there is nothing under this path");
}

Response StaffApi::whoami(const Call& call) {
  Response response;
  response.body =
      wire::JsonObject().text("name", std::string_view(call.who.name)).text("role", role_name(call.who.role)).str();
  return response;
}

}  // namespace foyer::server
