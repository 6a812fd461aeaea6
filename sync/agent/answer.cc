#include "sync/agent/answer.h"

#include "shared/wire/error_reply.h"

namespace foyer::agent {
namespace {

Meaning meaning(Answer answer, Fault fault, std::string detail) {
  Meaning out;
  out.answer = answer;
  out.error = Error{fault, std::move(detail)};
  return out;
}

Meaning of_own_words(int status, const wire::ErrorReply& said) {
  const std::string what = "the centre answered " + std::to_string(status) + " " + said.error + ": " + said.detail;
  switch (status) {
    case 400:
      if (said.error != "malformed") break;
      return meaning(Answer::malformed, Fault::refused, what);
    case 401: return meaning(Answer::locked_out, Fault::refused, what + "; enrol this tablet again");
    case 403:
      if (said.error == "revoked") return meaning(Answer::revoked, Fault::refused, what + "; enrol this tablet again");
      return meaning(Answer::locked_out, Fault::refused, what);
    case 404:
      if (said.error != "not_found") break;
      return meaning(Answer::not_there, Fault::not_found, what);
    case 409:
      if (said.error == "forked") return meaning(Answer::forked, Fault::conflict, what + "; enrol this tablet again");
      return meaning(Answer::other_epoch, Fault::conflict, what);
    case 410: return meaning(Answer::other_epoch, Fault::conflict, what);
    case 413:
      if (said.error != "too_large") break;
      return meaning(Answer::too_large, Fault::refused, what);
    case 426: return meaning(Answer::outdated, Fault::outdated, what + "; update this tablet");
    case 429:
    case 503: {
      Meaning busy = meaning(Answer::busy, Fault::busy, what);
      busy.cap_ms = kBusyCapMs;
      return busy;
    }
    default: break;
  }
  return status >= 500 ? meaning(Answer::failed, Fault::busy, what) : meaning(Answer::busy, Fault::refused, what);
}

}  // namespace

Meaning meaning_of(const HttpReply& reply) {
  if (reply.status / 100 == 2) return {};
  const auto said = wire::parse_error_reply(reply.body);
  Meaning out;
  if (said) {
    out = of_own_words(reply.status, *said);
    out.retry_ms = said->retry_ms;
    out.epoch = said->epoch.value_or("");
    if (out.answer == Answer::revoked && said->wipe) out.wipe_proof = said->proof;
  } else {
    const std::string what = "status " + std::to_string(reply.status) + " from somebody before the centre";
    if (reply.status == 413 || reply.status == 429 || reply.status >= 500) {
      out = meaning(Answer::busy, Fault::busy, what);
    } else {
      out = meaning(Answer::not_the_centre, Fault::offline, what + " (a network's sign-in page?)");
    }
  }
  if (reply.retry_after_ms) out.retry_ms = reply.retry_after_ms;
  return out;
}

}  // namespace foyer::agent
