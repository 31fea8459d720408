"""Which numbers of this computer phones in the room may reach: those of real networks, judged by how systems name them.

Containers, virtual machines and VPNs have networks too, and no phone is on them.
"""

import re
from collections.abc import Iterable
from ipaddress import ip_address
from typing import NamedTuple

from generator.capture.network.addresses import Address, is_loopback

ONE_HOST = 32  # bits of a network that has this computer in it and nobody else, as VPNs make them

# Linux and macOS: how the names of interfaces begin.
_NAMES = re.compile(
    r"""(br-[0-9a-f]{12} | cali | cilium | cni | docker | flannel | incus | kube | lxc | lxd | podman | veth(?!ernet)
      | virbr | vboxnet | vmenet | vmnet | vnet | weave
      | cscotun | feth | gif | gpd | gre | ipsec | mullvad | nordlynx | nordtun | ppp | proton | sit | tailscale | tap
      | tun | utun | wg | wwan | zt)""",
    re.VERBOSE | re.IGNORECASE,
)
# Windows: what their names and descriptions say. Its hotspot is a "Microsoft Wi-Fi Direct Virtual Adapter" and counts.
_WORDS = re.compile(
    r"""default\ switch | \(wsl | docker | \(nat\) | minikube | podman | virtualbox | vmware | parallels
      | tap-windows | openvpn | wireguard | wintun | tailscale | zerotier | nordlynx | mullvad | proton\ ?vpn
      | anyconnect | fortinet | pangp | globalprotect | check\ point | juniper | pulse\ secure | sonicwall | zscaler
      | wan\ miniport | mobile\ broadband | vpn""",
    re.VERBOSE | re.IGNORECASE,
)
# The hotspot of a Mac, the bridge of a virtual machine to the room; or one that leads nowhere. Better late than never.
_DOUBTFUL = re.compile(r"bridge\d|vethernet", re.IGNORECASE)


class Interface(NamedTuple):
    """A number (IPv4) of this computer, and what the system says of the network device that has it."""

    ip: str
    name: str = ""
    description: str = ""  # of Windows
    prefix: int = 24  # bits of the network


def interfaces() -> tuple[Interface, ...]:
    """All that the system has."""
    from ifaddr import get_adapters

    return tuple(
        Interface(number.ip, number.nice_name or adapter.nice_name, adapter.nice_name, number.network_prefix)
        for adapter in get_adapters()
        for number in adapter.ips
        if isinstance(number.ip, str)
    )


def lan_addresses() -> tuple[Address, ...]:
    """The numbers of this computer in real networks, the likeliest for a room full of phones first."""
    return of_the_room(interfaces())


def own_addresses() -> tuple[Address, ...]:
    """Every number of this computer: whoever asks for one has come to us."""
    return tuple(Address(each.ip, each.name) for each in interfaces() if not is_loopback(each.ip))


def of_the_room(found: Iterable[Interface]) -> tuple[Address, ...]:
    """Private numbers first, then public ones, then doubtful ones. None of loopback, makeshift (169.254) or virtual."""
    ranked = sorted(dict.fromkeys(each for each in found if _is_real(each)), key=_rank)
    return tuple(Address(each.ip, each.name) for each in ranked)


def _is_real(each: Interface) -> bool:
    ip = ip_address(each.ip)
    if ip.is_loopback or ip.is_link_local or ip.is_unspecified or each.prefix == ONE_HOST:
        return False
    return not (_NAMES.match(each.name) or any(map(_WORDS.search, (each.name, each.description))))


def _rank(each: Interface) -> int:
    if _DOUBTFUL.match(each.name):
        return 2
    return 0 if ip_address(each.ip).is_private else 1
