// One connection to a PostgreSQL database behind Result. Statements are prepared once and take and give values in the
// binary format. One Connection belongs to one thread at a time. Failures: see failures.h; details never hold data or
// the password. After a failure inside of a transaction only rollback() helps.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "shared/base/result.h"
#include "sync/server/postgres/address.h"
#include "sync/server/postgres/parameters.h"
#include "sync/server/postgres/rows.h"

struct pg_conn;

namespace foyer::server::postgres {

class Connection {
 public:
  // Fault::offline, busy, refused, not_found with what to do; invalid for a database that is not UTF-8.
  static Result<Connection> open(const Address& address);

  // One statement.
  Result<Rows> query(std::string_view sql, const Parameters& parameters = {});
  // One or more statements without parameters. REQUIRES: no data in `sql`
  Result<void> exec(const std::string& sql);
  // Fails when the transaction is not on disk (a statement of it failed, or the connection went: then it may be).
  Result<void> commit();
  void rollback();

  // Nothing more will come of this connection.
  bool is_lost() const;

  // For poll().
  int socket() const;
  // The payload of a NOTIFY that has arrived, if there is one. Fault::offline when the connection is lost.
  Result<std::optional<std::string>> next_notification();

 private:
  struct Close {
    void operator()(pg_conn* raw) const;
  };
  explicit Connection(pg_conn* raw) : raw_(raw) {}
  Result<std::string> prepared(std::string_view sql, const Parameters& parameters);
  Error error_of(const pg_result* result);

  std::unique_ptr<pg_conn, Close> raw_;
  std::map<std::string, std::string, std::less<>> names_;  // of prepared statements, by their text
  bool is_ended_ = false;
};

}  // namespace foyer::server::postgres
