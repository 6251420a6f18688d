// libnftables: rules that are the property of this process and go with it.
#ifndef CAREOF_CNFTABLES_H
#define CAREOF_CNFTABLES_H

#include <nftables/libnftables.h>

#endif
