#include "shared/domain/organisation.h"

#include <gtest/gtest.h>

namespace foyer::domain {
namespace {

NamedHost host(std::uint8_t number, const std::string& name, bool is_active = true) {
  std::array<std::uint8_t, 16> bytes{};
  bytes[15] = number;
  Host one;
  one.name = name;
  one.is_active = is_active;
  return {Uuid(bytes), one};
}

TEST(Organisation, EveryKindHasItsWordAndItsBody) {
  for (std::size_t i = 0; i < kDocumentKinds; ++i) {
    const auto kind = static_cast<DocumentKind>(i);
    EXPECT_EQ(parse_document_kind(document_kind_name(kind)), kind);
    EXPECT_EQ(kind_of(body_of(kind)), kind);
  }
  EXPECT_FALSE(parse_document_kind("contact"));
}

TEST(Organisation, AnIdDependsOnOrganisationKindAndName) {
  const Uuid org = host(1, "").id;
  EXPECT_EQ(document_id(org, DocumentKind::host, "ada"), document_id(org, DocumentKind::host, "ada"));
  EXPECT_NE(document_id(org, DocumentKind::host, "ada"), document_id(org, DocumentKind::staff, "ada"));
  EXPECT_NE(document_id(org, DocumentKind::host, "ada"), document_id(Uuid(), DocumentKind::host, "ada"));
}

TEST(Organisation, ATypedNameIsAHostWhenItIsExactlyOne) {
  const std::vector<NamedHost> hosts = {host(1, "Zoë Example"), host(2, "Max Example"), host(3, "MAX  example"),
                                        host(4, "Kim Example", false)};
  EXPECT_EQ(host_named(hosts, "zoe example"), hosts[0].id);
  EXPECT_EQ(host_named(hosts, "  ZOË   Example "), hosts[0].id);
  EXPECT_FALSE(host_named(hosts, "Max Example")) << "there are two";
  EXPECT_FALSE(host_named(hosts, "Kim Example")) << "not active";
  EXPECT_FALSE(host_named(hosts, "Zoe"));
  EXPECT_FALSE(host_named(hosts, " "));
}

}  // namespace
}  // namespace foyer::domain
