// libnl-3, and the numbers of the kernel that its messages carry.
#ifndef CAREOF_CNETLINK_H
#define CAREOF_CNETLINK_H

// First, so that the kernel's headers leave `struct in6_addr` and its kin to the C library.
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <linux/fib_rules.h>
#include <linux/if_addr.h>
#include <linux/if_ether.h>
#include <linux/if_link.h>
#include <linux/if_tunnel.h>
#include <linux/ip6_tunnel.h>
#include <linux/lwtunnel.h>
#include <linux/neighbour.h>
#include <linux/netlink.h>
#include <linux/pkt_cls.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <linux/seg6_iptunnel.h>
#include <linux/seg6_local.h>
#include <linux/tc_act/tc_gact.h>
#include <linux/xfrm.h>
#include <netlink/errno.h>
#include <netlink/netlink.h>
#include <netlink/socket.h>

#endif
