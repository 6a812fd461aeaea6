// Tablets of the benchmarks: folders that the real agent works in, and peers that speak to the centre by themselves
// where hundreds of agents would measure the machine. One thread. Failures throw (tests/support/wait.h).
#pragma once

#include <filesystem>
#include <string>

#include "shared/base/id.h"
#include "tests/flows/site.h"
#include "tests/sync/server/http/raw_client.h"

namespace foyer::bench {

// An empty tablet that is enrolled.
std::filesystem::path enrolled_folder(const flows::Centre& centre, const std::string& name);
// `count` check-ins wait in its outbox.
void fill(const std::filesystem::path& folder, int count);
// Milliseconds of one drain.
double drain(const std::filesystem::path& folder);

// A tablet without a database.
class Peer {
 public:
  Peer(const flows::Centre& centre, const std::string& name);

  // POST /v1/sync/push of `count` check-ins, the persons from `first` on; written before the time counts.
  std::string push_of(int first, int count) const;
  server::RawAnswer push(server::RawClient& client, const std::string& body) const;
  // Reads the feed to its end: the cursor there.
  std::string read_feed() const;
  bool start_poll(server::RawClient& client, const std::string& cursor) const;
  server::RawAnswer hello(server::RawClient& client) const;

  std::uint16_t port() const { return port_; }

 private:
  std::map<std::string, std::string> headers() const { return {{"Authorization", "Bearer " + token_}}; }

  std::uint16_t port_;
  Uuid device_;
  std::string token_;
};

// PSS of a process in MiB.
double memory_mib(pid_t pid);

}  // namespace foyer::bench
