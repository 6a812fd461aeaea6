// A CopyFolder in a map, which tests may damage. One thread.
#pragma once

#include <map>
#include <string>

#include "sync/server/core/copy_folder.h"

namespace foyer::support {

class MemoryFolder final : public server::CopyFolder {
 public:
  Result<void> write(const std::string& name, std::string_view bytes) override {
    files[name] = bytes;
    return {};
  }
  Result<std::string> read(const std::string& name) override {
    const auto found = files.find(name);
    if (found == files.end()) return Error{Fault::not_found, name + ": is not there"};
    return found->second;
  }
  std::vector<std::string> names() override {
    std::vector<std::string> all;
    for (const auto& [name, bytes] : files) all.push_back(name);
    return all;
  }
  void remove(const std::string& name) override { files.erase(name); }

  std::map<std::string, std::string> files;
};

}  // namespace foyer::support
