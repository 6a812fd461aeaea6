// Where copies of the feed are kept: files by name. They hold personal data, so the folder is for its owner only, and
// what is removed is written over first. Any thread; two threads never write the same name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.h"

namespace foyer::server {

class CopyFolder {
 public:
  virtual ~CopyFolder() = default;
  // Fault::full, refused.
  virtual Result<void> write(const std::string& name, std::string_view bytes) = 0;
  // Fault::not_found, refused.
  virtual Result<std::string> read(const std::string& name) = 0;
  virtual std::vector<std::string> names() = 0;
  virtual void remove(const std::string& name) = 0;
};

class DiskFolder final : public CopyFolder {
 public:
  // Made, 0700, when something is written.
  explicit DiskFolder(std::string path) : path_(std::move(path)) {}

  Result<void> write(const std::string& name, std::string_view bytes) override;
  Result<std::string> read(const std::string& name) override;
  std::vector<std::string> names() override;
  void remove(const std::string& name) override;

 private:
  std::string path_;
};

}  // namespace foyer::server
