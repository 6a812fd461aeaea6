// A ServerStore in plain maps: slow, complete and easy to read. Tests of the core run over it, and it passes the same
// contract as the real stores. One thread. A transaction that fails is undone by putting the old maps back.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "sync/server/core/server_store.h"

namespace foyer::support {

class ServerMemoryStore : public server::ServerStore {
 public:
  using Mac = server::Mac;
  using Keys = server::Keys;
  using Snapshot = server::Snapshot;

  struct Tables {
    server::OrgHead head;
    std::map<std::int64_t, server::Nonce> commits;
    std::map<Uuid, server::Receipt> receipts;
    std::map<Uuid, server::Node> nodes;
    std::map<std::pair<Uuid, std::string>, server::FieldValue> registers;
    std::vector<server::EmailOwner> owners;
    std::map<Mac, std::vector<server::ErasedRows::Key>> erased_keys;
    std::map<Uuid, server::ContactView> views;
    std::map<Uuid, server::Visit> visits;
    std::map<Uuid, server::VisitFact> facts;
    std::map<Uuid, server::StoredDocument> documents;
    std::map<Uuid, server::HostMail> mails;
    std::map<std::pair<server::FeedKind, Uuid>, std::int64_t> feed;
    std::map<Uuid, server::Device> devices;
    std::map<Uuid, std::vector<server::Anchor>> anchors;
    std::map<Mac, server::EnrolCode> codes;
    std::map<Mac, server::ApiToken> api_tokens;
    std::vector<server::Writing> history;
    std::vector<server::Declaration> declarations;
    std::map<Uuid, server::Review> reviews;
    std::map<Uuid, server::MergeRecord> merges;
    std::map<Uuid, server::StaffActRecord> acts;
    std::map<std::string, server::DeadLetter> dead_letters;  // by their text
  };

  ServerMemoryStore();

  Tables tables;
  // The next apply() that holds this op fails, as a broken disk page would.
  std::set<Uuid> poisoned_ops;

  const server::StoreIdentity& identity() const override { return identity_; }
  Result<void> write(const Work& work) override;
  Result<void> read(const Work& work) override { return work(); }
  Result<server::OrgHead> head() override { return tables.head; }
  Result<std::optional<server::Nonce>> nonce_at(std::int64_t seq) override;
  Result<std::int64_t> last_erasure() override;
  Result<std::vector<server::FeedEntry>> feed(std::int64_t after_seq, std::int64_t limit) override;
  Result<void> load_receipts(std::span<const Uuid> op_ids, Snapshot& snapshot) override;
  Result<void> load(const Keys& keys, Snapshot& snapshot) override;
  Result<std::optional<server::Device>> device(const Uuid& id) override;
  Result<std::vector<server::Device>> devices() override;
  Result<std::optional<server::Device>> device_by_token(const Mac& token_mac) override;
  Result<std::vector<server::Anchor>> anchors(const Uuid& device) override;
  Result<std::optional<server::ApiToken>> api_token(const Mac& token_mac) override;
  Result<std::vector<server::StoredDocument>> documents() override;
  Result<std::vector<server::HostMail>> due_mails(std::int64_t now_ms, std::int64_t limit) override;
  Result<std::vector<server::Review>> open_reviews(std::int64_t after_seq, std::int64_t limit) override;
  Result<std::optional<server::StaffActRecord>> staff_act(const Uuid& id) override;
  Result<void> each_contact(const std::function<void(const wire::ContactLine&)>& visit) override;
  Result<void> each_visit(const std::function<void(const wire::VisitLine&)>& visit) override;
  Result<server::ErasedRows> erased() override;
  Result<std::vector<std::string>> email_keys() override;
  Result<void> apply(const server::Changes& changes) override;
  Result<void> save_head(const server::OrgHead& head, const std::optional<server::Nonce>& nonce,
                         std::int64_t now_ms) override;
  Result<std::int64_t> drop_erased_keys(std::int64_t now_ms) override;
  Result<void> add_device(const server::Device& device) override;
  Result<void> save_push(const server::Device& device) override;
  Result<void> save_removal(const server::Device& device) override;
  Result<void> save_anchors(const Uuid& device, std::span<const server::Anchor> anchors) override;
  Result<std::int64_t> revoke_devices(std::string_view name) override;
  Result<void> add_code(const server::EnrolCode& code) override;
  Result<std::optional<server::EnrolCode>> take_code(const Mac& code_mac, std::int64_t now_ms) override;
  Result<void> add_api_token(const server::ApiToken& token) override;
  Result<std::int64_t> revoke_api_tokens(std::string_view name, std::int64_t now_ms) override;
  Result<void> add_dead_letter(const server::DeadLetter& letter) override;
  Result<std::vector<server::DeadLetter>> dead_letters(std::int64_t limit) override;
  Result<bool> drop_dead_letter(const Uuid& id) override;

 private:
  void join(const server::Join& join);
  void load_people(const Keys& keys, Snapshot& snapshot);
  void apply_staff(const server::Changes& changes);
  void erase(const server::Erasure& erasure);
  server::StoreIdentity identity_;
};

}  // namespace foyer::support
