// Each ServerStore with what it needs around it, so that one test runs over all of them. One thread.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>

#include "sync/server/core/secrets.h"
#include "sync/server/core/server_store.h"

namespace foyer::server {

enum class Kind { memory, sqlite, postgres };

// As the name of a test has it.
std::string name_of(Kind kind);

class OpenStore {
 public:
  virtual ~OpenStore() = default;
  virtual ServerStore& store() = 0;

  // Only of stores with a database.
  virtual void reopen() { throw std::logic_error("nothing to open again"); }
  // Beside the store; the first column of the first row.
  virtual std::string sql(const std::string&) { throw std::logic_error("no SQL here"); }
};

// An empty store.
std::unique_ptr<OpenStore> open_store(Kind kind);

}  // namespace foyer::server
