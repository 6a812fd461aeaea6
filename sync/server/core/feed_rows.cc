#include "sync/server/core/feed_rows.h"

#include "sync/server/core/registers.h"
#include "sync/server/core/review.h"

namespace foyer::server {

wire::ContactRow contact_row(const ContactView& view) {
  wire::ContactRow row;
  row.root = view.root;
  if (!view.email_key.empty()) row.email_key = view.email_key;
  row.fields = shown_fields(view.fields);
  row.email = shown_email(view.fields, view.email_key);
  row.visits = view.visits;
  row.created_at = view.created_ms;
  return row;
}

wire::ReviewRow review_row(const Review& review) {
  wire::ReviewRow row;
  row.id = review.id;
  row.kind = review_kind_name(review.kind);
  row.state = review_state_name(review.state);
  row.contact = review.contact;
  row.since = review.since_ms;
  row.detail = review.detail;
  if (review.state == ReviewState::settled) {
    row.decision = review.decision;
    row.settled_at = review.settled_ms;
  }
  return row;
}

wire::VisitRow visit_row(const Visit& visit, const std::string& kiosk) {
  wire::VisitRow row;
  row.id = visit.id;
  row.contact = visit.root;
  row.reason = visit.reason;
  row.host = visit.host;
  row.kiosk = kiosk;
  row.checked_in_at = visit.occurred_ms;
  if (!visit.is_open()) row.checked_out_at = visit.closed_ms;
  row.time_quality = visit.quality;
  row.voided = visit.voided_by.has_value();
  row.host_id = visit.host_id;
  row.host_told = visit.host_told;
  return row;
}

}  // namespace foyer::server
