// Tokens of staff and of other systems, by their hash.
#include "sync/server/core/columns.h"
#include "sync/server/sqlite/sqlite_store.h"

namespace foyer::server {

Result<std::optional<ApiToken>> SqliteStore::api_token(const Mac& token_mac) {
  auto find =
      db_.prepare(std::string("SELECT ") + kApiTokenColumns + " FROM api_token WHERE org = ? AND token_mac = ?");
  find.bind(identity_.org).bind(std::span<const std::uint8_t>(token_mac));
  std::optional<ApiToken> token;
  if (find.next()) token = read_api_token(find);
  if (auto done = find.end(); !done) return done.error();
  return token;
}

Result<void> SqliteStore::add_api_token(const ApiToken& token) {
  auto add = db_.prepare(
      "INSERT INTO api_token (org, id, name, role, token_mac, created_ms, revoked_ms) VALUES (?, ?, ?, ?, ?, ?, ?)");
  add.bind(identity_.org).bind(token.id).bind(token.name).bind(static_cast<int>(token.role));
  add.bind(std::span<const std::uint8_t>(token.token_mac)).bind(token.created_ms).bind(token.revoked_ms);
  return add.run();
}

Result<std::int64_t> SqliteStore::revoke_api_tokens(std::string_view name, std::int64_t now_ms) {
  auto revoke = db_.prepare("UPDATE api_token SET revoked_ms = ? WHERE org = ? AND name = ? AND revoked_ms IS NULL");
  if (auto done = revoke.bind(now_ms).bind(identity_.org).bind(name).run(); !done) return done.error();
  return db_.changes();
}

}  // namespace foyer::server
