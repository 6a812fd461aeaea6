#include "shared/store/anonymise.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "shared/domain/field_rules.h"
#include "shared/store/meta.h"
#include "shared/wire/op_json.h"

namespace foyer::store {
namespace {

constexpr std::string_view kErasedUntil = "erased_until";  // in meta: the stamp of the latest erasure; 0: looked after

// Takes the person out of an op that the centre does not have yet; the op itself still counts there, anonymously.
struct Anonymiser {
  void operator()(domain::CheckIn& body) const {
    body.email.reset();
    body.fields = {};
    body.visit.host.reset();
    body.visit.host_id.reset();
  }
  void operator()(domain::ContactEdit& body) const {
    body.email.reset();
    body.fields = {};
  }
  void operator()(domain::CheckOut&) const {}
  void operator()(domain::VoidVisit&) const {}
  void operator()(domain::Reopen&) const {}
  void operator()(domain::Consent& body) const { body.email.reset(); }
  void operator()(domain::Agreement& body) const {
    body.email.reset();
    body.signature.clear();
  }
  void operator()(domain::UnknownBody& body) const { body.json = "{}"; }
};

}  // namespace

Result<void> anonymise(Database& db, OpRow row) {
  auto body = wire::parse_body(row.type, row.v, row.body);
  domain::OpBody bare = body ? std::move(*body) : domain::OpBody(domain::UnknownBody{});
  std::visit(Anonymiser{}, bare);
  row.body = wire::body_to_json(bare);
  row.crc = row.expected_crc();
  return db.prepare("UPDATE op SET body = ?, crc = ?, email_key = NULL WHERE n = ?")
      .bind(row.body)
      .bind(row.crc)
      .bind(row.n)
      .run();
}

Result<void> forget_erased_op(Database& db, std::int64_t n) {
  std::optional<OpRow> row;
  auto find = db.prepare("SELECT " + std::string(kOpColumns) + " FROM op WHERE n = ?");
  find.bind(n);
  if (find.next()) row = read_op_row(find);
  if (auto done = find.end(); !done) return done;
  if (!row) return {};
  // It says nothing but whose it is, and ends nothing.
  if (row->type == domain::kCheckOut) return db.prepare("DELETE FROM op WHERE n = ?").bind(n).run();
  if (auto done = anonymise(db, std::move(*row)); !done) return done;
  return db.prepare("UPDATE local_visit SET email_key = NULL, host = NULL WHERE op_n = ?").bind(n).run();
}

Result<void> note_erasure(Database& db, std::int64_t stamp) {
  Meta values(db);
  values.set(kErasedUntil, std::max(stamp, values.number(kErasedUntil)));
  return values.result();
}

Result<void> forget_check_outs_of_nobody(Database& db) {
  Meta values(db);
  const std::int64_t until = values.number(kErasedUntil);
  if (auto read = values.result(); !read || until == 0) return read;
  auto forget = db.prepare(
      "DELETE FROM op WHERE type = ? AND state = 'retained' AND COALESCE(stamp, 0) < ? AND email_key IS NOT NULL"
      " AND email_key NOT IN (SELECT email_key FROM s_contact WHERE email_key IS NOT NULL)");
  if (auto done = forget.bind(domain::kCheckOut).bind(until).run(); !done) return done;
  auto shown = db.prepare("SELECT 1 FROM op WHERE type = ? AND state = 'acked' AND email_key IS NOT NULL LIMIT 1");
  shown.bind(domain::kCheckOut);
  const bool is_shown = shown.next();
  if (auto done = shown.end(); !done || is_shown) return done;
  values.set(kErasedUntil, std::int64_t{0});
  return values.result();
}

}  // namespace foyer::store
