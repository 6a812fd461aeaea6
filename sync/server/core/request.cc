#include "sync/server/core/request.h"

#include "shared/base/log.h"
#include "shared/wire/error_reply.h"

namespace foyer::server {

Response wrong_method(std::string_view allowed) {
  Response response = error_response(405, "method", "use " + std::string(allowed) + " here");
  response.allow = std::string(allowed);
  return response;
}

Response error_response(int status, std::string_view word, std::string_view detail) {
  wire::ErrorReply reply;
  reply.error = std::string(word);
  reply.detail = std::string(detail);
  Response response;
  response.status = status;
  if (status == 429 || status == 503) {
    response.retry_after_s = 2;
    reply.retry_ms = response.retry_after_s * 1000;
  }
  response.body = to_json(reply);
  return response;
}

Response unavailable(std::string_view doing, const Error& error) {
  if (error.fault != Fault::busy) log_error(doing, error);
  // Where the database is and who we are there is nobody's business.
  const bool is_ours = error.fault == Fault::offline || error.fault == Fault::refused;
  return error_response(503, "busy", is_ours ? "the centre cannot reach its database" : error.detail);
}

Response act_refused(const Error& error, std::string_view doing) {
  switch (error.fault) {
    case Fault::not_found: return error_response(404, "not_found", error.detail);
    case Fault::invalid: return malformed_request(error);
    case Fault::conflict: return error_response(409, "conflict", error.detail);
    default: return unavailable(doing, error);
  }
}

Response malformed_request(const Error& error) { return error_response(400, "malformed", error.detail); }

}  // namespace foyer::server
