#include "sync/server/postgres/connection.h"

#include <libpq-fe.h>
#include <poll.h>

#include <vector>

#include "sync/server/postgres/failures.h"

namespace foyer::server::postgres {
namespace {

constexpr int kBinary = 1;
constexpr int kConnectStepMs = 5'000;  // for each answer of the other side on the way

using Result_ = std::unique_ptr<pg_result, decltype(&PQclear)>;

bool is_fine(const pg_result* result) {
  const ExecStatusType status = PQresultStatus(result);
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
}

std::string_view field(const pg_result* result, int code) {
  const char* text = PQresultErrorField(result, code);
  return text == nullptr ? std::string_view() : std::string_view(text);
}

bool wait_for(int socket, short events) {
  pollfd one{socket, events, 0};
  return ::poll(&one, 1, kConnectStepMs) > 0;
}

// Step by step, because only so the messages can be asked to carry their SQLSTATE.
bool connect(PGconn* raw) {
  if (raw == nullptr || PQstatus(raw) == CONNECTION_BAD) return false;
  PQsetErrorVerbosity(raw, PQERRORS_VERBOSE);
  PostgresPollingStatusType step = PGRES_POLLING_WRITING;
  while (step != PGRES_POLLING_OK) {
    if (step == PGRES_POLLING_FAILED) return false;
    if (!wait_for(PQsocket(raw), step == PGRES_POLLING_READING ? POLLIN : POLLOUT)) return false;
    step = PQconnectPoll(raw);
  }
  return true;
}

}  // namespace

void Connection::Close::operator()(pg_conn* raw) const { PQfinish(raw); }

Result<Connection> Connection::open(const Address& address) {
  std::vector<const char*> names, values;
  for (const auto& [name, value] : address.options) {
    names.push_back(name.c_str());
    values.push_back(value.c_str());
  }
  names.push_back(nullptr);
  values.push_back(nullptr);
  Connection connection(PQconnectStartParams(names.data(), values.data(), 0));
  PGconn* raw = connection.raw_.get();
  if (!connect(raw)) {
    const std::string message = raw == nullptr ? "out of memory" : PQerrorMessage(raw);
    return connect_error(address, message.empty() ? "no answer in time" : message);
  }
  PQsetNoticeProcessor(
      raw, [](void*, const char*) {}, nullptr);
  const char* encoding = PQparameterStatus(raw, "server_encoding");
  if (encoding == nullptr || std::string_view(encoding) != "UTF8") {
    return Error{Fault::invalid,
                 "the database does not keep UTF-8; make one with: createdb --encoding=UTF8 --template=template0"};
  }
  return connection;
}

// The server's own words only where they are about the text of the statement, which holds no data.
Error Connection::error_of(const pg_result* result) {
  const std::string_view state = field(result, PG_DIAG_SQLSTATE);
  if (ends_connection(state) || PQstatus(raw_.get()) == CONNECTION_BAD) is_ended_ = true;
  const bool is_about_text = state.starts_with("42") && state != "42501";
  return statement_error(state, field(result, is_about_text ? PG_DIAG_MESSAGE_PRIMARY : PG_DIAG_CONSTRAINT_NAME));
}

Result<std::string> Connection::prepared(std::string_view sql, const Parameters& parameters) {
  if (const auto known = names_.find(sql); known != names_.end()) return known->second;
  std::vector<Oid> types;
  for (const auto& value : parameters.values()) types.push_back(oid_of(value.type, value.is_array));
  const std::string name = "s" + std::to_string(names_.size() + 1);
  const std::string text(sql);
  const Result_ made(PQprepare(raw_.get(), name.c_str(), text.c_str(), static_cast<int>(types.size()), types.data()),
                     &PQclear);
  if (!is_fine(made.get())) return error_of(made.get());
  names_.emplace(text, name);
  return name;
}

Result<Rows> Connection::query(std::string_view sql, const Parameters& parameters) {
  const auto name = prepared(sql, parameters);
  if (!name) return name.error();
  std::vector<const char*> values;
  std::vector<int> lengths;
  for (const auto& value : parameters.values()) {
    values.push_back(value.bytes ? value.bytes->data() : nullptr);
    lengths.push_back(value.bytes ? static_cast<int>(value.bytes->size()) : 0);
  }
  const std::vector<int> formats(values.size(), kBinary);
  Result_ done(PQexecPrepared(raw_.get(), name->c_str(), static_cast<int>(values.size()), values.data(), lengths.data(),
                              formats.data(), kBinary),
               &PQclear);
  if (!is_fine(done.get())) return error_of(done.get());
  return Rows(done.release());
}

Result<void> Connection::exec(const std::string& sql) {
  const Result_ done(PQexec(raw_.get(), sql.c_str()), &PQclear);
  if (!is_fine(done.get())) return error_of(done.get());
  return {};
}

Result<void> Connection::commit() {
  const Result_ done(PQexec(raw_.get(), "COMMIT"), &PQclear);
  if (!is_fine(done.get())) return error_of(done.get());
  if (std::string_view(PQcmdStatus(done.get())) != "COMMIT") {
    return Error{Fault::invalid, "database: a statement of the transaction had failed"};
  }
  return {};
}

void Connection::rollback() {
  if (!is_lost() && !exec("ROLLBACK")) is_ended_ = true;
}

bool Connection::is_lost() const { return is_ended_ || PQstatus(raw_.get()) == CONNECTION_BAD; }

int Connection::socket() const { return PQsocket(raw_.get()); }

Result<std::optional<std::string>> Connection::next_notification() {
  const bool is_there = PQconsumeInput(raw_.get()) != 0;
  const std::unique_ptr<PGnotify, decltype(&PQfreemem)> heard(PQnotifies(raw_.get()), &PQfreemem);
  if (heard) return std::optional<std::string>(heard->extra);
  if (!is_there || is_lost()) return statement_error({}, {});
  return std::optional<std::string>();
}

}  // namespace foyer::server::postgres
