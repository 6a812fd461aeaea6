#include "shared/wire/rows.h"

#include "shared/wire/json_reader.h"
#include "shared/wire/json_text.h"

namespace foyer::wire {
namespace {

constexpr int kRowDepthMax = 16;

Result<Json> read_data(const FeedRow& row, std::string_view kind) {
  if (row.kind != kind) return Error{Fault::invalid, "a row of another kind"};
  return read_json(row.d, kRowBytesMax, kRowDepthMax);
}

Uuid row_id(const FeedRow& row, Members& members) {
  const auto id = Uuid::parse(row.id);
  if (!id) members.fail("id", "not a UUID");
  return id.value_or(Uuid());
}

domain::Fields read_fields(const Json& object) {
  domain::Fields fields;
  for (const auto& [name, value] : object.members) {
    const Json* text = &value;
    if (name == "name" && value.is(Json::Kind::object)) text = value.find("full");
    if (text != nullptr && text->is(Json::Kind::text)) fields.emplace(name, text->text);
  }
  return fields;
}

std::optional<std::string> text_of(const std::optional<Uuid>& id) {
  return id ? std::optional(id->text()) : std::nullopt;
}

}  // namespace

std::string fields_to_json(const domain::Fields& fields) {
  JsonObject out;
  for (const auto& [name, text] : fields) {
    if (name == "name") {
      out.raw(name, JsonObject().text("full", text).str());
    } else {
      out.text(name, text);
    }
  }
  return out.str();
}

Result<domain::Fields> parse_fields(std::string_view json) {
  auto tree = read_json(json, kRowBytesMax, kRowDepthMax);
  if (!tree) return tree.error();
  if (!tree->is(Json::Kind::object)) return Error{Fault::invalid, "fields: not an object"};
  return read_fields(*tree);
}

FeedRow to_row(const ContactRow& row, std::int64_t seq) {
  const std::string d = JsonObject()
                            .maybe_text("email", row.email)
                            .maybe_text("email_key", row.email_key)
                            .raw("fields", fields_to_json(row.fields))
                            .number("visits", row.visits)
                            .number("created_at", row.created_at)
                            .str();
  return FeedRow{std::string(kContactKind), row.root.text(), seq, d};
}

FeedRow to_row(const AliasRow& row, std::int64_t seq) {
  return FeedRow{std::string(kAliasKind), row.cid.text(), seq, JsonObject().text("root", row.root.text()).str()};
}

FeedRow to_row(const VisitRow& row, std::int64_t seq) {
  JsonObject d;
  d.maybe_text("contact", text_of(row.contact))
      .text("reason", domain::reason_name(row.reason))
      .maybe_text("host", row.host)
      .text("kiosk", row.kiosk)
      .number("checked_in_at", row.checked_in_at)
      .maybe_number("checked_out_at", row.checked_out_at)
      .text("time_quality", domain::time_quality_name(row.time_quality))
      .boolean("voided", row.voided);
  if (row.host_id) d.text("host_id", row.host_id->text());
  d.text("host_told", domain::host_told_name(row.host_told));
  return FeedRow{std::string(kVisitKind), row.id.text(), seq, d.str()};
}

FeedRow to_row(const ReviewRow& row, std::int64_t seq) {
  JsonObject d;
  d.text("kind", row.kind).text("state", row.state).maybe_text("contact", text_of(row.contact));
  d.number("since", row.since).raw("detail", row.detail.empty() ? "null" : row.detail);
  d.maybe_text("decision", row.decision).maybe_number("settled_at", row.settled_at);
  return FeedRow{std::string(kReviewKind), row.id.text(), seq, d.str()};
}

FeedRow to_row(const ErasedRow& row, std::int64_t seq) {
  JsonArray cids;
  for (const Uuid& cid : row.cids) cids.text(cid.text());
  JsonObject out;
  out.raw("cids", cids.str());
  if (row.stamp) out.number("stamp", *row.stamp);
  return FeedRow{std::string(kErasedKind), row.root.text(), seq, out.str()};
}

Result<ContactRow> parse_contact_row(const FeedRow& row) {
  auto tree = read_data(row, kContactKind);
  if (!tree) return tree.error();
  Members members(*tree);
  ContactRow out;
  out.root = row_id(row, members);
  out.email = members.maybe_text("email");
  out.email_key = members.maybe_text("email_key");
  if (const Json* const fields = members.object("fields"); fields != nullptr) out.fields = read_fields(*fields);
  out.visits = members.number_or("visits", 0);
  out.created_at = members.number_or("created_at", 0);
  if (!members.ok()) return members.error();
  return out;
}

Result<AliasRow> parse_alias_row(const FeedRow& row) {
  auto tree = read_data(row, kAliasKind);
  if (!tree) return tree.error();
  Members members(*tree);
  const AliasRow out{row_id(row, members), members.id("root")};
  if (!members.ok()) return members.error();
  return out;
}

Result<VisitRow> parse_visit_row(const FeedRow& row) {
  auto tree = read_data(row, kVisitKind);
  if (!tree) return tree.error();
  Members members(*tree);
  VisitRow out;
  out.id = row_id(row, members);
  out.contact = members.maybe_id("contact");
  const auto reason = domain::parse_reason(members.text("reason"));
  if (!reason) members.fail("reason", "unknown word");
  out.reason = reason.value_or(domain::Reason::drop_in);
  out.host = members.maybe_text("host");
  out.kiosk = members.text("kiosk");
  out.checked_in_at = members.number("checked_in_at");
  out.checked_out_at = members.maybe_number("checked_out_at");
  const auto quality = domain::parse_time_quality(members.text("time_quality"));
  if (!quality) members.fail("time_quality", "unknown word");
  out.time_quality = quality.value_or(domain::TimeQuality::unknown);
  out.voided = members.boolean_or("voided", false);
  out.host_id = members.maybe_id("host_id");
  // A centre of before says nothing, a later one may say more.
  out.host_told =
      domain::parse_host_told(members.maybe_text("host_told").value_or("")).value_or(domain::HostTold::none);
  if (!members.ok()) return members.error();
  return out;
}

Result<ErasedRow> parse_erased_row(const FeedRow& row) {
  if (row.kind != kErasedKind) return Error{Fault::invalid, "a row of another kind"};
  const auto root = Uuid::parse(row.id);
  if (!root) return Error{Fault::invalid, "id: not a UUID"};
  ErasedRow out{*root, {}, {}};
  if (row.d.empty()) return out;
  auto tree = read_json(row.d, kRowBytesMax, kRowDepthMax);
  if (!tree) return tree.error();
  const Json* const stamp = tree->find("stamp");
  if (stamp != nullptr && stamp->is(Json::Kind::integer)) out.stamp = stamp->integer;
  const Json* const cids = tree->find("cids");
  if (cids == nullptr) return out;
  for (const Json& item : cids->items) {
    const auto cid = Uuid::parse(item.text);
    if (!cid) return Error{Fault::invalid, "cids: not a list of UUIDs"};
    out.cids.push_back(*cid);
  }
  return out;
}

}  // namespace foyer::wire
