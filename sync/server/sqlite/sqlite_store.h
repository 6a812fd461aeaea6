// ServerStore in one SQLite file, the default: nothing to install. WAL with synchronous=FULL; a transaction is
// BEGIN IMMEDIATE, so the file's one writer is the organisation's lock. Several processes may open the same file (serve
// beside enrol-code and the exports). One SqliteStore belongs to one thread at a time.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/clock.h"
#include "shared/base/random.h"
#include "shared/store/database.h"
#include "sync/server/core/server_store.h"

namespace foyer::server {

class SqliteStore final : public ServerStore {
 public:
  // Opens or creates the database with one organisation in it. Fault::outdated when a newer program wrote it, corrupt,
  // full, refused, busy as shared/store/database.h says.
  // `vfs`: a SQLite VFS of the tests.
  static Result<std::unique_ptr<SqliteStore>> open(const std::string& path, const Clock& clock, Random& random,
                                                   const std::string& vfs = {});

  const StoreIdentity& identity() const override { return identity_; }
  Result<void> write(const Work& work) override;
  Result<void> read(const Work& work) override;

  Result<void> erase_traces() override;

  Result<OrgHead> head() override;
  Result<std::optional<Nonce>> nonce_at(std::int64_t seq) override;
  Result<std::int64_t> last_erasure() override;
  Result<std::vector<FeedEntry>> feed(std::int64_t after_seq, std::int64_t limit) override;
  Result<void> load_receipts(std::span<const Uuid> op_ids, Snapshot& snapshot) override;
  Result<void> load(const Keys& keys, Snapshot& snapshot) override;
  Result<std::optional<Device>> device(const Uuid& id) override;
  Result<std::vector<Device>> devices() override;
  Result<std::optional<Device>> device_by_token(const Mac& token_mac) override;
  Result<std::vector<Anchor>> anchors(const Uuid& device) override;
  Result<std::optional<ApiToken>> api_token(const Mac& token_mac) override;
  Result<std::vector<StoredDocument>> documents() override;
  Result<std::vector<HostMail>> due_mails(std::int64_t now_ms, std::int64_t limit) override;
  Result<std::vector<Review>> open_reviews(std::int64_t after_seq, std::int64_t limit) override;
  Result<std::optional<StaffActRecord>> staff_act(const Uuid& id) override;
  Result<ErasedRows> erased() override;
  Result<std::vector<std::string>> email_keys() override;
  Result<void> each_contact(const std::function<void(const wire::ContactLine&)>& visit) override;
  Result<void> each_visit(const std::function<void(const wire::VisitLine&)>& visit) override;

  Result<void> apply(const Changes& changes) override;
  Result<void> save_head(const OrgHead& head, const std::optional<Nonce>& nonce, std::int64_t now_ms) override;
  Result<std::int64_t> drop_erased_keys(std::int64_t now_ms) override;
  Result<void> add_device(const Device& device) override;
  Result<void> save_push(const Device& device) override;
  Result<void> save_removal(const Device& device) override;
  Result<void> save_anchors(const Uuid& device, std::span<const Anchor> anchors) override;
  Result<std::int64_t> revoke_devices(std::string_view name) override;
  Result<void> add_code(const EnrolCode& code) override;
  Result<std::optional<EnrolCode>> take_code(const Mac& code_mac, std::int64_t now_ms) override;
  Result<void> add_api_token(const ApiToken& token) override;
  Result<std::int64_t> revoke_api_tokens(std::string_view name, std::int64_t now_ms) override;
  Result<void> add_dead_letter(const DeadLetter& letter) override;
  Result<std::vector<DeadLetter>> dead_letters(std::int64_t limit) override;
  Result<bool> drop_dead_letter(const Uuid& id) override;

 private:
  explicit SqliteStore(store::Database db) : db_(std::move(db)) {}
  Result<void> open_organisation(const Clock& clock, Random& random);

  Result<void> load_nodes(const Keys& keys, Snapshot& snapshot);
  // The column contact_view.fields as a map; from the registers when its bytes are damaged.
  Result<std::map<std::string, FieldValue>> view_fields(const Uuid& root, std::string_view bytes);
  Result<void> load_views(const Keys& keys, Snapshot& snapshot);
  Result<void> load_visits(const Keys& keys, Snapshot& snapshot);
  Result<void> load_closing(const Keys& keys, Snapshot& snapshot);
  Result<void> load_facts(const Keys& keys, Snapshot& snapshot);
  Result<void> load_owners(const Keys& keys, Snapshot& snapshot);
  Result<void> load_erased_keys(const Keys& keys, Snapshot& snapshot);
  Result<void> load_members(const Keys& keys, Snapshot& snapshot);
  Result<void> load_people(const Keys& keys, Snapshot& snapshot);
  Result<void> load_histories(const Keys& keys, Snapshot& snapshot);
  Result<void> load_reviews(const Keys& keys, Snapshot& snapshot);
  Result<void> load_registers(const Uuid& root, Person& person);
  Result<void> load_check_outs(const Keys& keys, Snapshot& snapshot);
  Result<void> load_documents(const Keys& keys, Snapshot& snapshot);

  Result<void> add_receipts(const Changes& changes);
  Result<void> add_nodes(const Changes& changes);
  Result<void> add_owners(const Changes& changes);
  Result<void> save_registers(const Changes& changes);
  Result<void> add_history(const Changes& changes);
  Result<void> save_views(const Changes& changes);
  Result<void> add_visits(const Changes& changes);
  Result<void> change_visits(const Changes& changes);
  Result<void> add_facts(const Changes& changes);
  Result<void> save_documents(const Changes& changes);
  Result<void> add_mails(const Changes& changes);
  Result<void> change_mails(const Changes& changes);
  Result<void> join(const Join& join);
  Result<void> add_declarations(const Changes& changes);
  Result<void> save_reviews(const Changes& changes);
  Result<void> save_merges(const Changes& changes);
  Result<void> move_visits(const Changes& changes);
  Result<void> add_act(const Changes& changes);
  Result<void> erase(const Changes& changes);
  Result<void> erase_contact(const Uuid& root);
  Result<void> erase_id(const Uuid& cid);
  Result<void> erase_key(const Erasure::Key& key, std::int64_t keep_until_ms);
  Result<void> move_feed(const Changes& changes);

  store::Database db_;
  StoreIdentity identity_;
};

}  // namespace foyer::server
