using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Oss.Domain.Persistence.Migrations.MySql
{
    /// <inheritdoc />
    public partial class KeptReplies : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "KeptReplies",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "char(36)", nullable: false, collation: "ascii_general_ci"),
                    Client = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_nopad_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    Key = table.Column<string>(type: "varchar(63)", maxLength: 63, nullable: false, collation: "utf8mb4_nopad_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    Fingerprint = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_nopad_bin")
                        .Annotation("MySql:CharSet", "utf8mb4"),
                    At = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    RunsUntil = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    Reply = table.Column<string>(type: "longtext", nullable: true, collation: "utf8mb4_nopad_bin")
                        .Annotation("MySql:CharSet", "utf8mb4")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_KeptReplies", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_nopad_bin");

            migrationBuilder.CreateIndex(
                name: "IX_KeptReplies_At",
                table: "KeptReplies",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_KeptReplies_Client_Key",
                table: "KeptReplies",
                columns: new[] { "Client", "Key" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "KeptReplies");
        }
    }
}
