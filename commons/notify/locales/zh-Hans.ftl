notify-address-empty = 请填写手机号码或电子邮箱地址。
notify-address-phone = 这不像一个电话号码。请连同国家代码填写，例如 +86 138 0000 0000。
notify-address-local = 邮箱地址中 @ 之前的部分含有不能使用的字符，或者过长。
notify-address-domain = 邮箱地址中 @ 之后的部分不是有效的域名。
