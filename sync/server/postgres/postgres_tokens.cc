// Tokens of staff and of other systems, by their hash.
#include "sync/server/core/columns.h"
#include "sync/server/postgres/postgres_store.h"

namespace foyer::server {

Result<std::optional<ApiToken>> PostgresStore::api_token(const Mac& token_mac) {
  const auto rows =
      query(std::string("SELECT ") + kApiTokenColumns + " FROM api_token WHERE org = $1 AND token_mac = $2",
            org().add(token_mac));
  if (!rows) return rows.error();
  return rows->empty() ? std::optional<ApiToken>() : std::optional(read_api_token(rows->front()));
}

Result<void> PostgresStore::add_api_token(const ApiToken& token) {
  return run(
      "INSERT INTO api_token (org, id, name, role, token_mac, created_ms, revoked_ms) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7)",
      org()
          .add(token.id)
          .add(token.name)
          .add(token.role)
          .add(token.token_mac)
          .add(token.created_ms)
          .add(token.revoked_ms));
}

Result<std::int64_t> PostgresStore::revoke_api_tokens(std::string_view name, std::int64_t now_ms) {
  const auto rows =
      query("UPDATE api_token SET revoked_ms = $3 WHERE org = $1 AND name = $2 AND revoked_ms IS NULL RETURNING id",
            org().add(name).add(now_ms));
  if (!rows) return rows.error();
  return std::int64_t{rows->size()};
}

}  // namespace foyer::server
