/// RSA keys of 2048 bits, written here for all to see: for tests only.
///
/// To make one takes seconds in a debug build, and the thread that does it is one of the few that all tests share: tests
/// with deadlines would pay for it.
public enum TestKeys {
    public static let first = """
        -----BEGIN PRIVATE KEY-----
        MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC1Y4f/3hiDbC5I
        2sKWMrzGSgkDzhiRS7TRXDWbwZp3ypT6dO4MCb6+M5ChJkS+Nk/TvDNAE271Trwj
        McLyxqe+onGqqSH1lLp7AN8hO1o2ZwCAHRogEjHwrKkG9Zkyxxmooe4GK4QENK6i
        eRFtOY9aOqnpQc2GJpU112x+c+S3z+vnHxcEP8LDqQkCB3QGx9+SAnfxmCJqIi7g
        LA68nGeHndIAk4Wl81hZiguvCwYU8GLWhtrT5+kbxPxBu/HP/vpBJmn+woKA2FjO
        yE+6e7CuZZ8TZI2wYx7cd1la4sLGFEXqV4MK4Poee33X4r3Qh4zeDLl+OLBv1m9h
        6s3THYZZAgMBAAECggEAFjk3GPC/pR50f0WaMKfPvCWm/BncpbSWV05KXSZ3w/SE
        kzkPT1dEUO5lanETXBCwcBsvVkrrPc/jOhanMXKIa9FgRs4JFJsfy+E79Ujd0SuG
        gqvOHx7Lkpa88NbXacK+EIyiaowbVR6VRN+7dFvoheAJIESJJ0YD4wBdURLm82Qn
        g6v5a2M67XVs5uAOwbTHmDcwlp/5yvQQ7gd7I3nzlTuHqtSJpceCh8QcYTgBX/vM
        TI/TBEutPZ2SJ4I8LOS7emQt/gca5sBu6L86CX90075o8o6Bh7JKJkQjivUqYNQX
        YtPRKh8NlFEmSBD/bFnA54zG9NDidUMUcR2tvpRXWQKBgQDvmTWtqyzl6cFjhA2T
        xot7OkO7VH/XEH4vcEgQzyhhlyUJ9f7mvLv5+JPlA0G5JlRfeIxdZVSnGPquvx/Q
        iYe5qKYbRWcqMoX5BlBWNNdCa8XV5LOj7McPTBjwc4LEG6k2pciLka0rOvWoZSvx
        yOkyhFx9dxW5cSGuAvMxS498pQKBgQDBzj0p7BhBuJ/R3OQxFJZzQ43uVxhQGlew
        4C7xMR7tVg/DjOS535lFDiiJXlj5yHTiZ7bxzIrjNxFHyOXyqLbo4hjF5Nt3fdT1
        n/EWRdiEKDfLkxs01z0u/4yxdxQSbtjKyXQznyKyY9egAZoqubVM1qVUmzQkBjJ+
        QJBAx5JwpQKBgAHcYcNYif+7Igpg0y4ro5ewayhATsHf2esKZzTiNwETCHGcXH90
        Rc16NcPYk6EZgBxBtm1fRRoLIp9K0rdu6gPyIGAj2NpGDC5T8znILUfRyHaR0Sdb
        xmwC/kqXyxM018qZ3QXgesTUL2ZAauf01ILU7lb3Hs8S5t0QHs1qNdIVAoGACOay
        BHTlgE88d+UPTfnGFzEpGaNCaJttH6CMR2OcKgZj3vVfo/HTFkraLcT5jS9ZvvRI
        gL6GOn1S+9sMRKLfE78eqCgktE5BM67O4dj/YsJ+HYl6HGkuVDREf/oaH+abamTq
        Q1yxuUPAqYapUAELhKXvHf2q3WSzePz6Ix+HaEkCgYEAv3Xw5Rp1G6WsZ12/Yd77
        oGMSr6eTq6aImyOuLD8yJgWspFpMSVlZuqD0pXUPCSMLoDwAR0vU+HJOa486FtqE
        putuyQUJ71tcZAJWTarUO0pVgBZrpC5iD7mNP5YEobwWThATZowjCSb9Ef1QQ84B
        keNLErabYAjAKgflaKnXBAY=
        -----END PRIVATE KEY-----
        """

    public static let second = """
        -----BEGIN PRIVATE KEY-----
        MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQDEHsJ10FQF/zWV
        vKx0NXbm1nzWfaFM7pM7lkVXI7cjCIspV6kX0vCwP1ifM69jq5v9Yq/yUzkycCZR
        ZDCOjPs+T5uaflGeONH1HxJOOdSKSoOBzRjkLOWMnxjnHhv/7/ulGX5Vxhh7vdpH
        jWawdoOGynZ0KLK4ZkOAXxcXj/yalrYHAXLWQxHlfNu8+Wcz8qQeC5tnjQwYwTfr
        O4FMvi08eOhQ8PFyAXm0sCoMFq21fd/+dd//4hGdkpzEvPGitEhUiWxpg7kEhrgT
        MrwrVg4myOUhxxruNwPgAlw2wcayflPkxWvWYtCrBRguPlMvfOaOPfmpOobE857r
        3+qE5qRxAgMBAAECggEAA5k24zeD2ypQHuO73FQAzwJ/fuYGOCWmgPDka9Flclid
        SRBpM100+l7nLuChZrhG3/LYHJ+nTIQfR94JQAxZLc8DIWYQ9FDBlXhQ+yt3eWQd
        npuXSdSDD735lIAKbntGSES7+zHr0BVvNGHlUPaTujzryHzYrqZ9tZTJFS8YqPNz
        uebQsayfZ9n44rfiSf3x2P9QykRfcQBdbq9/xFfFul8Ep5UXIZSulRo5lZKPJPhE
        tKTsWaWgDggLG5Nzjv8Fag90CK62fPKr0QtchnX1NVh/CCQQqkqq2q6r1y84QLPr
        IM8MVzgt6WC9ZYkc2H7d8eV6B4R5tGSS6NtPKRbI4wKBgQD0A1hB/IHtJme2xwZN
        1fQIpZRd3G4D9IZG2+VSbQmRpplj0wN4rtbsqcabtN3SMHC4DzPyAuYAQqH6firx
        +Fsvv/IqMemub2NfevT86idvG6s0UAgGNRwkl4R7MVylfQiSi9uTIJx0jNHmee3e
        43kzG4S69ukWrZYVXziNQhdh0wKBgQDNwR/ABW+W96F+pzq8JdksP3umX8Nx3jsP
        6w20SHBcihychuxcn93E+NuSbcIE0G7Vxxmx1PdynM73ubsqCqnoIXIW3X8uUFc8
        IMWpk+S2ZYzzozWYbQhR2ZIZQTRI7eR+c5f1ZKjYwLWH3bgoKnBk1fJr79eeGn/a
        yBwhdeoyKwKBgEWtdtRQ4GDxqIf+yQQM5kRZ08YBncCvYHB3dkJVNHhM1Fw28zTQ
        6DpoOHhZ60WL44QLg0/GGBtW6531zRmPS6qU6ve1jP7se7nWCIL38g6+HeMwPzpW
        jBS+12u+KrBuxbXjDe4zT7nQRFfF1XDiD8fSQdKJkwGQy9yKdkGP79FVAoGBAJ65
        dgHO77e5jnbDERdl5zQwQPYm+AIWmt97x9Wk8DEjRlEl8J6/oPg7tj8utra6CFaY
        QmUiUkWzXCJUwGL9WPc/HeEvu9YBmlpDOdjIw25FxseIx2av7fQecItU9r2v703x
        ZG+k2HBlsWR/kXpCyvOu7FWB74cDEFC5gKH7cdCDAoGBAOeDzQhcTQeZXDF0jwoZ
        8NhbE7tpmGgZgWIh36IA7+2wy7YgV+acfgMz7JKCSCi8+nfEpANiFHHb2/gh6CVV
        V8aNifjg/YvQnSpU03f26D0EWGZg5ZwNWXGxNh2pGlBfa9JAqY6K/WVM+Ix0NuPS
        Blgraoguy9sGX/t8qfeC/hpo
        -----END PRIVATE KEY-----
        """

    public static let third = """
        -----BEGIN PRIVATE KEY-----
        MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQCsk4k8pWiu1r0c
        +E0G4xsi+Xtl0Cc3koOJVZPiAk743MuaUP87uPpnBrZXlApq4UzQksoqEeT0PSVT
        XhLfx55Xr84AOhLicao4IZ0P+jGIdu7/IXWxvqh1CHk+5BC5ueN8XStPZsUKCNQq
        a+g8zA35aPecMo6GnW968uEbgOcAG0PBm3k2O4Do/Izi/r9jZ38R29iUSh3byYNn
        t+mZJ7q3GReyPbanoqTnngkh1n2OflOOhherfMtYcjkZb1M6tH76JwhhV6FBJhSR
        fLEGEeIndQhj+5LQKMnxydvi8YVyoWZnAdVV2i8hYWUgopw5LuKrgsrw7zcnXV81
        uM/52yTxAgMBAAECggEAAzbtUb6gBE+2LpW2c5gj34MnqAYYUOnu/s4kBsv1th+A
        wGNdWbqwmV4v49I7XnHLaUAuuVljeyQvb43bSqVQfwAklW7/fo3Q9qIzp4JIzWqv
        uXthUpoDT8jEX2ZGpHsAsIaYwa4foff3ocGoTgecBAcPQ67SZlIE61SeWlGMm/0e
        I1TxaKFT0KPpvlW+OGJEjUn2S08myJtKdqkfxRcGcYqWswOzDGor9lZRnuIkfCsp
        bWvyY7PdQNx6PCeWYk0BRZLpI1GC083XssemWLxpgGTy9VtGa72h3xhBNp+4Kw2a
        ZEwU806VbsIThRb7uW+5hGZNXv18u3lR2K4g6RY0AQKBgQDs12BmD4HHokxTT1tI
        wbh3mJLBCEFD08f9cSvgNmPOS1RVssY66PLXpgZB+pQTpd9A+8EQi0CBK70f9SBw
        eqsohsMFrCtglRa3DAGZmRUc81XOrDeX3GnbQTGkk0+dVToRMcj2CmZwuEM3J8xK
        h2NH9va8W2ixMd8/CKRizl+T8QKBgQC6iVQ93R8GFpCwOA0/xDxHyh/rZjGeyYzO
        er++ebgD/8M9SLprT7SZMc5PhoQhzxx1ENR7HXTDO7SbL1riJPs4PIOUWoxSAwAb
        zhJDimWgY15uPOFwOj+rRhbd8udPmcFp4oz3HqwoPbTmlZe1RRKm/96tYDy2Tfpq
        M+aIs4GhAQKBgQCrFHjBwHnSpt3TYANkbuq9GS0I2tmqERTpchJrh15Y6fklXlnq
        u9KPC5KBnmvQNYUq/6/aL3yM0fdvWjXwieuQ/qdpNZCv14Hs/3M4bGff3bYh8CzI
        OaMNie4+H1rnH2UufnPXpnORAMks0kazn1CL700TikP5mzjT4347ES/hQQKBgBRZ
        0zUEoNPbNmHjW56vXBxA8waNmbBHMPN99NllEixthPF0s9HtWji0dFu8w0GlBOfI
        tEXSSuDZ7LRZkELH4hiakYhn8JMp/KML8nYn7Tp4XN8OCVJjKHsZJHmGfLH0hmN0
        8ggr8oBZaxkVDP4b0RMjKzojG7yP+VgI3Yfgfa4BAoGBALgFFdO0YWg28NasQLb5
        oC3IYuF4puBdIJLP5aJ+lV4GqSZuw2W+vgUAM2ztNPSJwJxLo1TIiIOKm6aFj/5B
        MYBW6lerMz9FKQpflhQXrY0g2K/U8joTTk9k9Xbujto0CdT+OwSCm3++BQyIoSul
        a9m6GYlWIP6xcoTK+fU/tOv7
        -----END PRIVATE KEY-----
        """
}
