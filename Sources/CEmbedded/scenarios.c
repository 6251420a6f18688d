#include "CEmbedded.h"

// The files become octets of this program (C23 #embed, which clang knows as an extension of earlier C).
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char agent_switch[] = {
#embed "../Lab/Scenarios/agent-switch.toml"
};
static const unsigned char authentication[] = {
#embed "../Lab/Scenarios/authentication.toml"
};
static const unsigned char bid_change_moves[] = {
#embed "../Lab/Scenarios/bid-change-moves.toml"
};
static const unsigned char bid_change_replaces[] = {
#embed "../Lab/Scenarios/bid-change-replaces.toml"
};
static const unsigned char bulk_refused[] = {
#embed "../Lab/Scenarios/bulk-refused.toml"
};
static const unsigned char bulk_registration[] = {
#embed "../Lab/Scenarios/bulk-registration.toml"
};
static const unsigned char correspondent[] = {
#embed "../Lab/Scenarios/correspondent.toml"
};
static const unsigned char correspondent_care_of_address[] = {
#embed "../Lab/Scenarios/correspondent-care-of-address.toml"
};
static const unsigned char correspondent_care_of_test_with_bid[] = {
#embed "../Lab/Scenarios/correspondent-care-of-test-with-bid.toml"
};
static const unsigned char correspondent_legacy_draft[] = {
#embed "../Lab/Scenarios/correspondent-legacy-draft.toml"
};
static const unsigned char correspondent_legacy_rfc[] = {
#embed "../Lab/Scenarios/correspondent-legacy-rfc.toml"
};
static const unsigned char correspondent_refuses_bulk[] = {
#embed "../Lab/Scenarios/correspondent-refuses-bulk.toml"
};
static const unsigned char deregister_one[] = {
#embed "../Lab/Scenarios/deregister-one.toml"
};
static const unsigned char discovery[] = {
#embed "../Lab/Scenarios/discovery.toml"
};
static const unsigned char duplicate_home_address[] = {
#embed "../Lab/Scenarios/duplicate-home-address.toml"
};
static const unsigned char first_registration[] = {
#embed "../Lab/Scenarios/first-registration.toml"
};
static const unsigned char home_agent_reboot[] = {
#embed "../Lab/Scenarios/home-agent-reboot.toml"
};
static const unsigned char home_with_correspondent[] = {
#embed "../Lab/Scenarios/home-with-correspondent.toml"
};
static const unsigned char ipv4_behind_nat[] = {
#embed "../Lab/Scenarios/ipv4-behind-nat.toml"
};
static const unsigned char ipv4_home_address[] = {
#embed "../Lab/Scenarios/ipv4-home-address.toml"
};
static const unsigned char ipv4_without_nat[] = {
#embed "../Lab/Scenarios/ipv4-without-nat.toml"
};
static const unsigned char key_exchange_moves[] = {
#embed "../Lab/Scenarios/key-exchange-moves.toml"
};
static const unsigned char legacy_home_agent[] = {
#embed "../Lab/Scenarios/legacy-home-agent.toml"
};
static const unsigned char lossy_link[] = {
#embed "../Lab/Scenarios/lossy-link.toml"
};
static const unsigned char lost_access[] = {
#embed "../Lab/Scenarios/lost-access.toml"
};
static const unsigned char mcoa_prohibited[] = {
#embed "../Lab/Scenarios/mcoa-prohibited.toml"
};
static const unsigned char mobile_router_explicit[] = {
#embed "../Lab/Scenarios/mobile-router-explicit.toml"
};
static const unsigned char mobile_router_implicit[] = {
#embed "../Lab/Scenarios/mobile-router-implicit.toml"
};
static const unsigned char mobile_router_refused[] = {
#embed "../Lab/Scenarios/mobile-router-refused.toml"
};
static const unsigned char nonce_expiry[] = {
#embed "../Lab/Scenarios/nonce-expiry.toml"
};
static const unsigned char overwrite_after_reboot[] = {
#embed "../Lab/Scenarios/overwrite-after-reboot.toml"
};
static const unsigned char plain_binding_conflict[] = {
#embed "../Lab/Scenarios/plain-binding-conflict.toml"
};
static const unsigned char refresh_of_one_renews_all[] = {
#embed "../Lab/Scenarios/refresh-of-one-renews-all.toml"
};
static const unsigned char refresh_of_one_renews_itself[] = {
#embed "../Lab/Scenarios/refresh-of-one-renews-itself.toml"
};
static const unsigned char refresh_request[] = {
#embed "../Lab/Scenarios/refresh-request.toml"
};
static const unsigned char return_home_both_draft[] = {
#embed "../Lab/Scenarios/return-home-both-draft.toml"
};
static const unsigned char return_home_both_rfc[] = {
#embed "../Lab/Scenarios/return-home-both-rfc.toml"
};
static const unsigned char return_home_only[] = {
#embed "../Lab/Scenarios/return-home-only.toml"
};
static const unsigned char return_home_visited_only[] = {
#embed "../Lab/Scenarios/return-home-visited-only.toml"
};
static const unsigned char revocation[] = {
#embed "../Lab/Scenarios/revocation.toml"
};
static const unsigned char second_access[] = {
#embed "../Lab/Scenarios/second-access.toml"
};
static const unsigned char sequence_out_of_window[] = {
#embed "../Lab/Scenarios/sequence-out-of-window.toml"
};
static const unsigned char several_routers[] = {
#embed "../Lab/Scenarios/several-routers.toml"
};
static const unsigned char unknown_bid_0[] = {
#embed "../Lab/Scenarios/unknown-bid-0.toml"
};
static const unsigned char unknown_bid_133[] = {
#embed "../Lab/Scenarios/unknown-bid-133.toml"
};
static const unsigned char unknown_bid_167[] = {
#embed "../Lab/Scenarios/unknown-bid-167.toml"
};
static const unsigned char unknown_bid_in_bulk[] = {
#embed "../Lab/Scenarios/unknown-bid-in-bulk.toml"
};

#define SCENARIO(name, octets) {name, octets, sizeof octets}

// In alphabetical order.
static const struct cembedded_file scenarios[] = {
    SCENARIO("agent-switch", agent_switch),
    SCENARIO("authentication", authentication),
    SCENARIO("bid-change-moves", bid_change_moves),
    SCENARIO("bid-change-replaces", bid_change_replaces),
    SCENARIO("bulk-refused", bulk_refused),
    SCENARIO("bulk-registration", bulk_registration),
    SCENARIO("correspondent", correspondent),
    SCENARIO("correspondent-care-of-address", correspondent_care_of_address),
    SCENARIO("correspondent-care-of-test-with-bid", correspondent_care_of_test_with_bid),
    SCENARIO("correspondent-legacy-draft", correspondent_legacy_draft),
    SCENARIO("correspondent-legacy-rfc", correspondent_legacy_rfc),
    SCENARIO("correspondent-refuses-bulk", correspondent_refuses_bulk),
    SCENARIO("deregister-one", deregister_one),
    SCENARIO("discovery", discovery),
    SCENARIO("duplicate-home-address", duplicate_home_address),
    SCENARIO("first-registration", first_registration),
    SCENARIO("home-agent-reboot", home_agent_reboot),
    SCENARIO("home-with-correspondent", home_with_correspondent),
    SCENARIO("ipv4-behind-nat", ipv4_behind_nat),
    SCENARIO("ipv4-home-address", ipv4_home_address),
    SCENARIO("ipv4-without-nat", ipv4_without_nat),
    SCENARIO("key-exchange-moves", key_exchange_moves),
    SCENARIO("legacy-home-agent", legacy_home_agent),
    SCENARIO("lossy-link", lossy_link),
    SCENARIO("lost-access", lost_access),
    SCENARIO("mcoa-prohibited", mcoa_prohibited),
    SCENARIO("mobile-router-explicit", mobile_router_explicit),
    SCENARIO("mobile-router-implicit", mobile_router_implicit),
    SCENARIO("mobile-router-refused", mobile_router_refused),
    SCENARIO("nonce-expiry", nonce_expiry),
    SCENARIO("overwrite-after-reboot", overwrite_after_reboot),
    SCENARIO("plain-binding-conflict", plain_binding_conflict),
    SCENARIO("refresh-of-one-renews-all", refresh_of_one_renews_all),
    SCENARIO("refresh-of-one-renews-itself", refresh_of_one_renews_itself),
    SCENARIO("refresh-request", refresh_request),
    SCENARIO("return-home-both-draft", return_home_both_draft),
    SCENARIO("return-home-both-rfc", return_home_both_rfc),
    SCENARIO("return-home-only", return_home_only),
    SCENARIO("return-home-visited-only", return_home_visited_only),
    SCENARIO("revocation", revocation),
    SCENARIO("second-access", second_access),
    SCENARIO("sequence-out-of-window", sequence_out_of_window),
    SCENARIO("several-routers", several_routers),
    SCENARIO("unknown-bid-0", unknown_bid_0),
    SCENARIO("unknown-bid-133", unknown_bid_133),
    SCENARIO("unknown-bid-167", unknown_bid_167),
    SCENARIO("unknown-bid-in-bulk", unknown_bid_in_bulk),
};

size_t cembedded_scenario_count(void) { return sizeof scenarios / sizeof scenarios[0]; }

struct cembedded_file cembedded_scenario(size_t index) { return scenarios[index]; }
