// StaffApi: what staff are asked to look at, and what they decide.
#include <algorithm>
#include <charconv>

#include "shared/wire/feed_row.h"
#include "shared/wire/json_text.h"
#include "shared/wire/staff.h"
#include "sync/protocol/paths.h"
#include "sync/server/core/feed_rows.h"
#include "sync/server/core/staff_acts.h"
#include "sync/server/core/staff_api.h"

namespace foyer::server {
namespace {

constexpr std::int64_t kReviewsAtOnceMax = 200;

// A whole number that is not negative, or `otherwise` where there is none.
std::int64_t number_or(const std::optional<std::string_view>& text, std::int64_t otherwise) {
  std::int64_t number = 0;
  if (!text) return otherwise;
  const auto [end, failed] = std::from_chars(text->data(), text->data() + text->size(), number);
  return failed == std::errc() && end == text->data() + text->size() && number >= 0 ? number : otherwise;
}

}  // namespace

Response StaffApi::list_reviews(const Call& call) {
  const std::string& query = call.request.query;
  const std::int64_t after = number_or(protocol::query_value(query, "after"), 0);
  const std::int64_t asked = number_or(protocol::query_value(query, "limit"), kReviewsAtOnceMax);
  const std::int64_t limit = std::clamp<std::int64_t>(asked, 1, kReviewsAtOnceMax);
  std::vector<Review> reviews;
  const auto done = store_.read([&]() -> Result<void> {
    auto found = store_.open_reviews(after, limit + 1);
    if (!found) return found.error();
    reviews = std::move(*found);
    return {};
  });
  if (!done) return act_refused(done.error(), "listing what is open");
  const bool is_more = std::ssize(reviews) > limit;
  if (is_more) reviews.pop_back();
  wire::JsonArray rows;
  for (const Review& review : reviews) rows.raw(row_to_json(to_row(review_row(review), review.seq)));
  Response response;
  response.body = wire::JsonObject().raw("reviews", rows.str()).boolean("more", is_more).str();
  return response;
}

Response StaffApi::settle(const Call& call) {
  auto request = wire::parse_settle(call.request.body);
  if (!request) return malformed_request(request.error());
  return act(call, {request->act, Uuid(), SettleReview{std::move(request->decision), request->seq}});
}

}  // namespace foyer::server
