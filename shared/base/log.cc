#include "shared/base/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace foyer {
namespace {

spdlog::logger& logger() { return *spdlog::default_logger_raw(); }

}  // namespace

void log_open(std::string_view program) {
  auto made = std::make_shared<spdlog::logger>(std::string(program), std::make_shared<spdlog::sinks::stderr_sink_mt>());
  made->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %n %l %v", spdlog::pattern_time_type::utc);
  made->flush_on(spdlog::level::info);
  spdlog::set_default_logger(std::move(made));
}

void log_info(std::string_view event) { logger().info(event); }

void log_warning(std::string_view event) { logger().warn(event); }

void log_error(std::string_view event, const Error& error) {
  logger().error("{}: {}: {}", event, fault_name(error.fault), error.detail);
}

}  // namespace foyer
