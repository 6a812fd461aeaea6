// How records stand in columns, the same in every SQL store: the lists of columns and how a row of them becomes a
// record. A row is anything with the readers of store::Statement (id, maybe_id, text, integer …). Any thread.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>

#include "shared/wire/export_lines.h"
#include "sync/server/core/contact_history.h"
#include "sync/server/core/records.h"
#include "sync/server/core/registers.h"

namespace foyer::server {

// Shorter or longer bytes give a value that matches nothing.
template <typename Row>
Mac read_mac(const Row& row, int column) {
  const std::string bytes = row.blob(column);
  Mac mac{};
  if (bytes.size() == mac.size()) std::copy(bytes.begin(), bytes.end(), mac.begin());
  return mac;
}

// Absent texts are NULL in the database and empty in records.
inline std::optional<std::string> or_null(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

inline std::optional<Uuid> or_null(const Uuid& id) { return id.is_nil() ? std::nullopt : std::optional(id); }

inline constexpr const char* kVisitColumns =
    "id, cid, root, email_key, device, site, reason, host, pass, snapshot, op_id, stamp, occurred_ms, time_quality, "
    "closed_stamp, closed_by, closed_ms, voided_by, host_id, host_told";

template <typename Row>
Visit read_visit(const Row& row) {
  Visit visit;
  visit.id = row.id(0);
  visit.cid = row.maybe_id(1);
  visit.root = row.maybe_id(2);
  visit.email_key = row.text(3);
  visit.device = row.id(4);
  visit.site = row.text(5);
  visit.reason = static_cast<domain::Reason>(row.integer(6));
  visit.host = row.maybe_text(7);
  visit.pass = row.maybe_id(8);
  visit.snapshot = row.text(9);
  visit.op_id = row.id(10);
  visit.stamp = row.integer(11);
  visit.occurred_ms = row.integer(12);
  visit.quality = static_cast<domain::TimeQuality>(row.integer(13));
  visit.closed_stamp = row.integer(14);
  visit.closed_by = row.id(15);
  visit.closed_ms = row.integer(16);
  visit.voided_by = row.maybe_id(17);
  visit.host_id = row.maybe_id(18);
  visit.host_told = static_cast<domain::HostTold>(row.integer(19));
  return visit;
}

// key_mac, from_stamp, to_stamp, erased_at, erase_id, root, keep_until_ms
template <typename Row>
ErasedRows::Key read_kept_key(const Row& row) {
  return {{read_mac(row, 0), row.integer(1), row.integer(2), row.integer(3), row.id(4), row.id(5)}, row.integer(6)};
}

inline constexpr const char* kDocumentColumns = "id, kind, name, body";

template <typename Row>
StoredDocument read_document(const Row& row) {
  return {row.id(0), static_cast<domain::DocumentKind>(row.integer(1)), row.text(2), row.text(3)};
}

inline constexpr const char* kMailColumns =
    "visit_id, host_id, received_ms, state, attempts, next_try_ms, smtp_code, done_ms";

template <typename Row>
HostMail read_mail(const Row& row) {
  return {row.id(0),      row.id(1),      row.integer(2), static_cast<MailState>(row.integer(3)),
          row.integer(4), row.integer(5), row.integer(6), row.integer(7)};
}

inline constexpr const char* kWritingColumns = "cid, stamp, op_id, by_whom, fields";

template <typename Row>
Writing read_writing(const Row& row) {
  return {row.id(0), row.integer(1), row.id(2), row.maybe_id(3), parse_written(row.text(4))};
}

inline constexpr const char* kDeclarationColumns =
    "op_id, cid, kind, about, given, wording, signature, stamp, time_quality, device";

template <typename Row>
Declaration read_declaration(const Row& row) {
  Declaration one;
  one.op_id = row.id(0);
  one.cid = row.id(1);
  one.kind = static_cast<DeclarationKind>(row.integer(2));
  one.about = row.text(3);
  one.given = row.integer(4) != 0;
  one.wording = row.text(5);
  one.signature = row.text(6);
  one.stamp = row.integer(7);
  one.quality = static_cast<domain::TimeQuality>(row.integer(8));
  one.device = row.id(9);
  return one;
}

inline constexpr const char* kReviewColumns =
    "id, kind, state, contact, subject, since_ms, detail, decision, settled_by, settled_ms, seq";

template <typename Row>
Review read_review(const Row& row) {
  Review review;
  review.id = row.id(0);
  review.kind = static_cast<ReviewKind>(row.integer(1));
  review.state = static_cast<ReviewState>(row.integer(2));
  review.contact = row.maybe_id(3);
  review.subject = row.id(4);
  review.since_ms = row.integer(5);
  review.detail = row.text(6);
  review.decision = row.text(7);
  review.settled_by = row.maybe_id(8);
  review.settled_ms = row.integer(9);
  review.seq = row.integer(10);
  return review;
}

inline constexpr const char* kFactColumns = "op_id, kind, visit_id, email_key, site, stamp, occurred_ms, takes_back";

template <typename Row>
VisitFact read_fact(const Row& row) {
  VisitFact fact;
  fact.op_id = row.id(0);
  fact.kind = static_cast<VisitFactKind>(row.integer(1));
  fact.visit_id = row.maybe_id(2);
  fact.email_key = row.text(3);
  fact.site = row.text(4);
  fact.stamp = row.integer(5);
  fact.occurred_ms = row.integer(6);
  fact.takes_back = row.maybe_id(7);
  return fact;
}

inline constexpr const char* kReceiptColumns =
    "op_id, device, body_mac, stamp, time_quality, anonymised, cid, seq, received_ms";

template <typename Row>
Receipt read_receipt(const Row& row) {
  Receipt receipt;
  receipt.op_id = row.id(0);
  receipt.device = row.id(1);
  receipt.body_mac = read_mac(row, 2);
  receipt.stamp = row.integer(3);
  receipt.quality = static_cast<domain::TimeQuality>(row.integer(4));
  receipt.anonymised = row.integer(5) != 0;
  receipt.cid = row.maybe_id(6);
  receipt.seq = row.integer(7);
  receipt.received_ms = row.integer(8);
  return receipt;
}

inline constexpr const char* kDeviceColumns =
    "id, name, site, status, token_mac, enrolled_ms, last_seen_ms, push_n, push_id, push_answer, stamp_last, "
    "cursor_seq, app_version, proto, removal, removal_of, removal_confirmed, removal_confirmed_ms";

template <typename Row>
Device read_device(const Row& row) {
  Device device;
  device.id = row.id(0);
  device.name = row.text(1);
  device.site = row.text(2);
  device.status = row.integer(3) == 0 ? DeviceStatus::active : DeviceStatus::revoked;
  device.token_mac = read_mac(row, 4);
  device.enrolled_ms = row.integer(5);
  device.last_seen_ms = row.integer(6);
  device.push_n = row.integer(7);
  device.push_id = row.id(8);
  device.push_answer = row.text(9);
  device.stamp_last = row.integer(10);
  device.cursor_seq = row.integer(11);
  device.app_version = row.text(12);
  device.proto = static_cast<int>(row.integer(13));
  device.removal = {row.integer(14), row.integer(15)};
  device.removal_confirmed = row.integer(16);
  device.removal_confirmed_ms = row.integer(17);
  return device;
}

// The first 16 bytes of body_mac as an id; the rest is for the store alone.
inline constexpr const char* kDeadLetterColumns = "body_mac, device, raw, at_ms";

inline Uuid dead_letter_id(const Mac& body_mac) {
  std::array<std::uint8_t, 16> bytes{};
  std::copy_n(body_mac.begin(), bytes.size(), bytes.begin());
  return Uuid(bytes);
}

template <typename Row>
DeadLetter read_dead_letter(const Row& row) {
  return {dead_letter_id(read_mac(row, 0)), row.id(1), row.blob(2), row.integer(3), std::nullopt, std::nullopt};
}

inline constexpr const char* kApiTokenColumns = "id, name, role, token_mac, created_ms, revoked_ms";

template <typename Row>
ApiToken read_api_token(const Row& row) {
  const auto role = row.integer(2) == 1 ? StaffRole::admin : StaffRole::staff;
  return {row.id(0), row.text(1), role, read_mac(row, 3), row.integer(4), row.maybe_integer(5)};
}

// root, email_key, fields, visits, created_ms; the column `fields` is decoded by the store.
template <typename Row>
wire::ContactLine read_contact_line(const Row& row, const std::map<std::string, FieldValue>& fields) {
  wire::ContactLine line;
  line.id = row.id(0);
  line.email_key = row.maybe_text(1);
  line.email = shown_email(fields, row.text(1));
  line.name = shown_field(fields, "name");
  line.company = shown_field(fields, "company");
  line.phone = shown_field(fields, "phone");
  line.address = shown_field(fields, "address");
  line.visits = row.integer(3);
  line.created_at = row.integer(4);
  return line;
}

// Of a visit v, its contact's view c and its device d, which may be missing.
inline constexpr const char* kVisitLineColumns =
    "v.id, v.root, c.fields, v.reason, v.host, d.name, v.occurred_ms, v.closed_stamp, v.closed_ms, v.time_quality, "
    "c.email_key";

template <typename Row>
wire::VisitLine read_visit_line(const Row& row, const std::map<std::string, FieldValue>& fields) {
  wire::VisitLine line;
  line.id = row.id(0);
  line.contact_id = row.maybe_id(1);
  line.email = shown_email(fields, row.text(10));
  line.reason = static_cast<domain::Reason>(row.integer(3));
  line.host = row.maybe_text(4);
  line.kiosk = row.text(5);
  line.checked_in_at = row.integer(6);
  if (row.integer(7) != kStampMax) line.checked_out_at = row.integer(8);
  line.time_quality = static_cast<domain::TimeQuality>(row.integer(9));
  return line;
}

}  // namespace foyer::server
